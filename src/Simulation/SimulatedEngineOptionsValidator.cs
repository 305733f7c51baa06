using System.Globalization;
using LoadGen.Simulation.Handoffs;

namespace LoadGen.Simulation;

/// <summary>Finds every problem of a set of options at once, so that a user mends them in one go.</summary>
internal static class SimulatedEngineOptionsValidator
{
    // A day is longer than any engine's latency, and a thousand of them still fit the clock's 64-bit nanoseconds.
    private static readonly TimeSpan LatencyMax = TimeSpan.FromDays(1);

    // With σ = 3 one request in a hundred takes a thousand times the median: no engine is worse.
    private const double SigmaMax = 3;

    // A pacer paces more than 100,000 chunks a second; more threads than this are a slip of the keyboard.
    private const int PacerThreadsMax = 256;

    // A chunk of so many words is 20 KB: beyond it an SSE event is no longer "a few tokens".
    private const int TokensPerChunkMax = 4096;

    public static IReadOnlyList<string> Validate(SimulatedEngineOptions options)
    {
        var problems = new List<string>();
        Check(!string.IsNullOrWhiteSpace(options.Host), "host is empty: name an address to listen on, such as 127.0.0.1 or 0.0.0.0");
        Check(options.Port is >= 0 and <= 65535, $"port {options.Port} is impossible: use 1 to 65535, or 0 for any free port");
        Check(!string.IsNullOrWhiteSpace(options.Model), "model is empty: name the model to serve, such as sim");
        CheckLatency("ttft", options.TimeToFirstToken);
        CheckLatency("itl", options.InterTokenLatency);
        CheckLatency("per-input-token latency", options.PerInputToken ?? TimeSpan.Zero);
        Check(options.Jitter is >= 0 and <= 1, string.Create(CultureInfo.InvariantCulture, $"jitter {options.Jitter} is impossible: use a fraction from 0 to 1"));
        CheckSigma("ttft-sigma", options.TtftSigma);
        CheckSigma("itl-sigma", options.ItlSigma);
        Check(!options.Step || options.ItlSigma == 0, "step mode has one itl for all: leave itl-sigma out");
        Check(options.Slots is not < 1, $"slots {options.Slots} is impossible: use at least 1");
        Check(!options.Step || options.InterTokenLatency > TimeSpan.Zero, "step mode needs an itl above 0: the steps are its multiples");
        Check(options.MaxContext >= 1, $"max-context {options.MaxContext} is impossible: use at least 1 token");
        Check(options.DefaultTokens >= 1, $"tokens {options.DefaultTokens} is impossible: use at least 1");
        Check(options.DefaultTokens <= options.MaxContext, $"tokens {options.DefaultTokens} exceeds max-context {options.MaxContext}: lower the one or raise the other");
        Check(options.TokensPerChunk is >= 1 and <= TokensPerChunkMax, $"tokens-per-chunk {options.TokensPerChunk} is impossible: use 1 to {TokensPerChunkMax}");
        Check(options.PacerThreads is >= 1 and <= PacerThreadsMax, $"pacer-threads {options.PacerThreads} is impossible: use 1 to {PacerThreadsMax}");
        Check(options.KeepAlive is not { } keepAlive || keepAlive > TimeSpan.Zero, "keep-alive of 0 is impossible: use a duration above 0, such as 5s");
        CheckLatency("keep-alive", options.KeepAlive is { } idle && idle > TimeSpan.Zero ? idle : TimeSpan.Zero);
        Check(options.ApiKey is not "", "the API key is empty: give one, or none at all");
        foreach (FaultRule rule in options.Faults)
        {
            Check(rule.Every >= 1, $"fault rule '{rule}' strikes every {rule.Every} requests: use at least 1");
            if (!Fault.TryParse(rule.Fault.ToString(), out _, out string? error))
            {
                problems.Add(error);
            }
        }

        problems.AddRange(options.Roofline?.Validate() ?? []);
        if (options.Handoff is { } handoff)
        {
            problems.AddRange(HandoffOptionsValidator.Validate(handoff));
        }

        return problems;

        void CheckSigma(string name, double value) =>
            Check(value is >= 0 and <= SigmaMax, string.Create(CultureInfo.InvariantCulture, $"{name} {value} is impossible: use 0 to {SigmaMax}"));

        void CheckLatency(string name, TimeSpan value) =>
            Check(value >= TimeSpan.Zero && value <= LatencyMax, $"{name} of {value.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)} ms is impossible: use 0 to {LatencyMax.TotalMilliseconds} ms");

        void Check(bool holds, string problem)
        {
            if (!holds)
            {
                problems.Add(problem);
            }
        }
    }
}
