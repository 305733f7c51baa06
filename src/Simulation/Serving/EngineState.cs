using LoadGen.Simulation.Control;
using LoadGen.Simulation.Pacing;
using LoadGen.Simulation.Streams;
using LoadGen.Transport.Timing;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Simulation.Serving;

/// <summary>What all requests of an engine share.</summary>
internal sealed class EngineState : IDisposable
{
    private readonly (Pacer Pacer, StreamSettings Settings)[] _pacers;
    private readonly CancellationTokenSource _stopping = new();

    public EngineState(SimulatedEngineOptions options, IMonotonicClock clock)
    {
        Options = options;
        Clock = clock;
        Prefixes = options.CachedPrefix ? new PrefixCache() : null;
        Faults = new FaultBook(options.Faults);
        Listeners = new SwitchedTransport(KestrelSetup.Transport());
        StartedUnix = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        _pacers = [.. Enumerable.Range(0, options.PacerThreads).Select(i =>
            (new Pacer(clock, i), new StreamSettings(clock, options.TokensPerChunk, options.StampContent)))];
    }

    public SimulatedEngineOptions Options { get; }

    public IMonotonicClock Clock { get; }

    public EngineCounters Counters { get; } = new();

    /// <summary>The fault rules in force.</summary>
    public FaultBook Faults { get; }

    /// <summary>The prompts seen so far; null where they are not remembered.</summary>
    public PrefixCache? Prefixes { get; }

    /// <summary>Where connections are accepted, or not.</summary>
    public SwitchedTransport Listeners { get; }

    public long StartedUnix { get; }

    /// <summary>Cancelled when the engine stops: every request under way then ends.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>The pacer for a request: they take turns.</summary>
    public (Pacer Pacer, StreamSettings Settings) PacerFor(long ordinal) => _pacers[ordinal % _pacers.Length];

    public SimulatedEngineStats Snapshot() => Counters.Snapshot([.. _pacers.Select(p => p.Pacer.Totals)]);

    /// <summary>Counts what became of a generation request, and notes it where requests are remembered.</summary>
    public void Settle(HttpContext http, RequestOutcome outcome)
    {
        Counters.Count(outcome);
        http.Features.Get<RequestRecord>()?.Settle(outcome);
    }

    public void Reset()
    {
        Counters.Reset();
        foreach ((Pacer pacer, _) in _pacers)
        {
            pacer.ResetTotals();
        }
    }

    public void Stop() => _stopping.Cancel();

    public void Dispose()
    {
        foreach ((Pacer pacer, _) in _pacers)
        {
            pacer.Dispose();
        }

        _stopping.Dispose();
    }
}
