using LoadGen.Routing.Health;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Policies;

/// <summary>A policy's choice.</summary>
/// <param name="Worker">The worker; null when there is none that may be picked.</param>
/// <param name="Reason">Why this one, as metrics label it; a constant such as <c>prefix_match</c> or <c>least_load</c>.</param>
/// <param name="CachedTokens">Prompt tokens (estimated) that the worker probably has cached; 0 where the policy cannot tell.</param>
public readonly record struct Pick(Worker? Worker, string Reason, long CachedTokens = 0)
{
    /// <summary>The permission of the worker's breaker, taken by the pool; given back with <see cref="Pool.Release(in Pick, long, Pairs.LegOutcome)"/>.</summary>
    public BreakerPass Pass { get; init; }
}
