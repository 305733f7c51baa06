namespace LoadGen.Routing.Policies;

/// <summary>The policies, as configuration names them.</summary>
public static class PolicyNames
{
    /// <summary>Any worker.</summary>
    public const string Random = "random";

    /// <summary>One after the other.</summary>
    public const string RoundRobin = "round_robin";

    /// <summary>Of two the one with fewer requests.</summary>
    public const string LeastRequests = "least_requests";

    /// <summary>Of two the one with fewer prompt tokens.</summary>
    public const string LeastTokens = "least_tokens";

    /// <summary>A session's requests to one worker.</summary>
    public const string ConsistentHash = "consistent_hash";

    /// <summary>To the worker that has seen the prompt's beginning.</summary>
    public const string PrefixCache = "prefix_cache";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Random, RoundRobin, LeastRequests, LeastTokens, ConsistentHash, PrefixCache];
}
