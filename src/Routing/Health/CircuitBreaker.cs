using LoadGen.Routing.Pairs;

namespace LoadGen.Routing.Health;

/// <summary>Keeps requests away from a worker while they fail. Thread-safe.</summary>
public sealed class CircuitBreaker
{
    private volatile LegOutcome _last;

    /// <summary>Where it stands.</summary>
    public BreakerState State => _last == LegOutcome.Completed ? BreakerState.Closed : BreakerState.HalfOpen;

    /// <summary>Called after each change of <see cref="State"/>, outside of any lock; the pool rebuilds what it picks from.</summary>
    public Action? Changed { get; set; }

    /// <summary>A request wants to go to the worker. True is a permission: <see cref="Report"/> must follow once.</summary>
    public bool TryEnter() => State != BreakerState.Open;

    /// <summary>How a request that was let through ended.</summary>
    public void Report(LegOutcome outcome) => _last = outcome;
}
