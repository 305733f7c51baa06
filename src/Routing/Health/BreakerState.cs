namespace LoadGen.Routing.Health;

/// <summary>Where a circuit breaker stands.</summary>
public enum BreakerState
{
    /// <summary>Requests go through.</summary>
    Closed,

    /// <summary>None go through until its time is over.</summary>
    Open,

    /// <summary>A few go through on trial.</summary>
    HalfOpen,
}
