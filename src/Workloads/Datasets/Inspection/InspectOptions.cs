namespace LoadGen.Workloads.Datasets.Inspection;

/// <summary>What is to be known of a dataset.</summary>
public sealed record InspectOptions
{
    /// <summary>Block size of text without one of its own, in tokens: InferenceX's.</summary>
    public const int DefaultTextBlockTokens = 64;

    /// <summary>Counts tokens; null for estimates.</summary>
    public ITokenCounter? Counter { get; init; }

    /// <summary>Tokens of a cache block; null for the dataset's own, or <see cref="DefaultTextBlockTokens"/>.</summary>
    public int? BlockTokens { get; init; }

    /// <summary>Conversations that are live at once, where the dataset does not say when they begin.</summary>
    public int LiveSessions { get; init; } = 1;

    /// <summary>Capacities of caches to know the hit rate of, in tokens.</summary>
    public IReadOnlyList<long> CacheTokens { get; init; } = [];
}
