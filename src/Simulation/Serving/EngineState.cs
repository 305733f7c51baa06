using LoadGen.Simulation.Batching;
using LoadGen.Simulation.Control;
using LoadGen.Simulation.Handoffs;
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

    public EngineState(SimulatedEngineOptions options, IMonotonicClock clock, TimeProvider time)
    {
        Options = options;
        Clock = clock;
        Time = time;
        Prefixes = options.CachedPrefix ? new PrefixCache() : null;
        Faults = new FaultBook(options.Faults);
        Listeners = new SwitchedTransport(KestrelSetup.Transport());
        StartedUnix = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        // A step may yield a token and all that were drafted.
        int chunkTokensMax = 1 + (options.Roofline?.Deployment.SpecTokens ?? 0);
        _pacers = [.. Enumerable.Range(0, options.PacerThreads).Select(i =>
            (new Pacer(clock, i), new StreamSettings(clock, options.TokensPerChunk, options.StampContent, chunkTokensMax)))];
        Slots = options.Slots is { } slots ? new SlotBook(slots) : null;
        Batch = options.Roofline is { } roofline ? new BatchEngine(roofline, options.Seed, clock, options.PacerThreads) : null;
    }

    public SimulatedEngineOptions Options { get; }

    public IMonotonicClock Clock { get; }

    /// <summary>The clock of leases and of waiting for other engines.</summary>
    public TimeProvider Time { get; }

    /// <summary>The engine's part in hand-offs; null where it has none. Set once, before it listens.</summary>
    public HandoffNode? Handoffs { get; set; }

    /// <summary>The batch that paces all requests; null where each has its own fixed times.</summary>
    public BatchEngine? Batch { get; }

    /// <summary>The slots that requests wait for; null where as many are served as come.</summary>
    public SlotBook? Slots { get; }

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

    public SimulatedEngineStats Snapshot() => Counters.Snapshot([.. _pacers.Select(p => p.Pacer.Totals)]) with { Batch = Batch?.Figures };

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
        Batch?.Dispose();
        foreach ((Pacer pacer, _) in _pacers)
        {
            pacer.Dispose();
        }

        _stopping.Dispose();
    }
}
