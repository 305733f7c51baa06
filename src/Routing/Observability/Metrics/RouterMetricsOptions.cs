namespace LoadGen.Routing.Observability.Metrics;

/// <summary>What bounds the number of the metrics' series.</summary>
public sealed record RouterMetricsOptions
{
    /// <summary>The defaults.</summary>
    public static RouterMetricsOptions Default { get; } = new();

    /// <summary>
    /// The most workers with legs counted for each; those past it are counted together as <c>other</c>. A worker takes some 60 lines, 6 KB
    /// of text a scrape.
    /// </summary>
    public int WorkersMax { get; init; } = 1_000;

    /// <summary>How long the counts of a worker that was removed keep its name: several scrapes, and an operator's look at why.</summary>
    public TimeSpan RemovedWorkersKept { get; init; } = TimeSpan.FromMinutes(15);
}
