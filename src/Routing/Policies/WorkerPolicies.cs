namespace LoadGen.Routing.Policies;

/// <summary>Makes policies.</summary>
public static class WorkerPolicies
{
    /// <summary>A policy of these settings. Each pool needs its own: a policy remembers what it has seen.</summary>
    /// <exception cref="ArgumentException"><see cref="PolicySettings.Validate"/> has something to say.</exception>
    public static IWorkerPolicy Create(PolicySettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        IReadOnlyList<string> problems = settings.Validate();
        if (problems.Count > 0)
        {
            throw new ArgumentException(string.Join("; ", problems), nameof(settings));
        }

        return settings.Name switch
        {
            PolicyNames.Random => new RandomPolicy(),
            PolicyNames.RoundRobin => new RoundRobinPolicy(),
            PolicyNames.LeastTokens => new LeastLoadPolicy<TokensMeasure>(PolicyNames.LeastTokens),
            PolicyNames.ConsistentHash => new ConsistentHashPolicy<RequestsMeasure>(settings),
            PolicyNames.PrefixCache => new PrefixCachePolicy<RequestsMeasure>(settings),
            _ => new LeastLoadPolicy<RequestsMeasure>(PolicyNames.LeastRequests),
        };
    }
}
