using LoadGen.Inference.Handoffs;
using LoadGen.Routing.Health;

namespace LoadGen.Routing.Workers;

/// <summary>One engine in a pool: what is known of it beforehand, and its state. Thread-safe.</summary>
public sealed class Worker
{
    private int _state = (int)WorkerState.Starting;
    private volatile HandoffPeer _peer;

    /// <summary>Creates it.</summary>
    /// <param name="settings">What is known of it.</param>
    /// <param name="number">Unique and increasing within a router: tells a worker from a later one with the same URL.</param>
    /// <param name="breaker">Its circuit breaker.</param>
    /// <param name="given">What its source says of it, where an admin has changed that since (its role); null where nobody has.</param>
    public Worker(WorkerSettings settings, long number, CircuitBreaker breaker, WorkerSettings? given = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Settings = settings;
        _peer = settings.Peer;
        Number = number;
        Breaker = breaker;
        Id = settings.Id;
        Given = given ?? settings;
    }

    /// <summary>What is known of it beforehand.</summary>
    public WorkerSettings Settings { get; }

    /// <summary>What its source says of it: while that stays the same, an admin's change of its role stays too.</summary>
    public WorkerSettings Given { get; }

    /// <summary>Scheme, host and port.</summary>
    public string Id { get; }

    /// <summary>Unique and increasing within a router.</summary>
    public long Number { get; }

    /// <summary>What it does.</summary>
    public WorkerRole Role => Settings.Role;

    /// <summary>What a hand-off needs to know of it: what was known beforehand, and what the engine has said of itself since.</summary>
    public HandoffPeer Peer
    {
        get => _peer;
        internal set => _peer = value;
    }

    /// <summary>What it has to do.</summary>
    public WorkerLoad Load { get; } = new();

    /// <summary>Keeps requests away from it while they fail.</summary>
    public CircuitBreaker Breaker { get; }

    /// <summary>Whether it may be given requests. Changed through its <see cref="Pool"/> only, which rebuilds what it picks from.</summary>
    public WorkerState State
    {
        get => (WorkerState)Volatile.Read(ref _state);
        internal set => Volatile.Write(ref _state, (int)value);
    }
}
