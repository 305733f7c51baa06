using LoadGen.Simulation.Handoffs;
using LoadGen.Simulation.Pacing;
using LoadGen.Simulation.Streams;
using LoadGen.Transport.Timing;

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
        StartedUnix = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        _pacers = [.. Enumerable.Range(0, options.PacerThreads).Select(i =>
            (new Pacer(clock, i), new StreamSettings(clock, options.TokensPerChunk, options.StampContent)))];
    }

    public SimulatedEngineOptions Options { get; }

    public IMonotonicClock Clock { get; }

    /// <summary>The clock of leases and of waiting for other engines.</summary>
    public TimeProvider Time { get; }

    /// <summary>The engine's part in hand-offs; null where it has none. Set once, before it listens.</summary>
    public HandoffNode? Handoffs { get; set; }

    public EngineCounters Counters { get; } = new();

    public long StartedUnix { get; }

    /// <summary>Cancelled when the engine stops: every request under way then ends.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>The pacer for a request: they take turns.</summary>
    public (Pacer Pacer, StreamSettings Settings) PacerFor(long ordinal) => _pacers[ordinal % _pacers.Length];

    public SimulatedEngineStats Snapshot() => Counters.Snapshot([.. _pacers.Select(p => p.Pacer.Totals)]);

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
