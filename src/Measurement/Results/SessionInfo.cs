using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Recording;

namespace LoadGen.Measurement.Results;

/// <summary>What became of the sessions.</summary>
/// <param name="Started">Sessions whose first turn was made.</param>
/// <param name="Completed">Sessions whose last turn was made.</param>
/// <param name="Broken">Sessions that a failed turn ended.</param>
/// <param name="Cut">Sessions that the run's end cut off.</param>
/// <param name="TurnsPlanned">Turns of the sessions that began.</param>
/// <param name="TurnsMade">Turns made.</param>
/// <param name="TurnsNotMade">Turns of the sessions that began which were not made.</param>
/// <param name="TurnsFailed">Turns that did not complete.</param>
/// <param name="TurnsPerSession">Turns of the sessions that began.</param>
/// <param name="DurationS">Length of the sessions that completed.</param>
/// <param name="GapLatenessMs">How late turns started after their gaps.</param>
public sealed record SessionInfo(
    long Started, long Completed, long Broken, long Cut, long TurnsPlanned, long TurnsMade, long TurnsNotMade, long TurnsFailed,
    MetricSummary TurnsPerSession, MetricSummary DurationS, MetricSummary GapLatenessMs)
{
    internal static SessionInfo Of(SessionTotals totals) => new(
        totals.Started, totals.Completed, totals.Broken, totals.Cut, totals.TurnsPlanned, totals.TurnsMade, totals.TurnsNotMade, totals.TurnsFailed,
        totals.TurnsPerSession.Summarise(), totals.Duration.Summarise(), totals.GapLateness.Summarise());
}

/// <summary>TTFT by what it depends on; only bands that have requests.</summary>
/// <param name="Turn">By turn, from 1; null without sessions.</param>
/// <param name="Context">By input tokens.</param>
/// <param name="Cached">By the share of the prompt that the server says was cached; null where it says nothing.</param>
public sealed record TtftByInfo(IReadOnlyList<TtftBandInfo>? Turn, IReadOnlyList<TtftBandInfo> Context, IReadOnlyList<TtftBandInfo>? Cached)
{
    internal static TtftByInfo Of(TtftBands bands) => new(OrNull(bands.ByTurn), List(bands.ByContext), OrNull(bands.ByCached));

    private static TtftBandInfo[]? OrNull(IEnumerable<(string, MetricAccumulator)> bands) => List(bands) is { Length: > 0 } any ? any : null;

    private static TtftBandInfo[] List(IEnumerable<(string Band, MetricAccumulator Ttft)> bands) =>
        [.. bands.Select(b => (b.Band, Figures: b.Ttft.Summarise())).Select(b => new TtftBandInfo(b.Band, b.Figures.Count, b.Figures.P50, b.Figures.P90, b.Figures.P99))];
}

/// <summary>TTFT of one band.</summary>
/// <param name="Band">What it holds.</param>
/// <param name="Count">Completed requests.</param>
/// <param name="P50Ms">Median.</param>
/// <param name="P90Ms">90th percentile.</param>
/// <param name="P99Ms">99th percentile.</param>
public sealed record TtftBandInfo(string Band, long Count, double? P50Ms, double? P90Ms, double? P99Ms);

/// <summary>The prefix cache, as the server states it and as it could have been.</summary>
/// <param name="Requests">Completed requests whose usage stated cached tokens.</param>
/// <param name="PromptTokens">Their prompt tokens.</param>
/// <param name="CachedTokens">Their cached tokens.</param>
/// <param name="HitRate">Cached / prompt tokens of these requests; null where there are none.</param>
/// <param name="RequestsWithUsage">Completed requests whose usage stated prompt tokens.</param>
/// <param name="HitRateWithUsage">Cached / prompt tokens of those, cached tokens that are not stated taken as 0.</param>
public sealed record CacheInfo(
    long Requests, long PromptTokens, long CachedTokens, double? HitRate, long RequestsWithUsage, double? HitRateWithUsage)
{
    /// <summary>What a cache without bounds would have found of the turns that were sent, in their order; null where nothing can be said.</summary>
    public double? TheoreticalHitRate { get; init; }

    /// <summary>Tokens of a block of that cache.</summary>
    public int? TheoreticalBlockTokens { get; init; }

    /// <summary>Why nothing can be said; null where something is, and without sessions.</summary>
    public string? TheoreticalAbsent { get; init; }

    internal static CacheInfo Of(CacheTotals totals, TheoreticalReuse? theory) =>
        new(totals.Requests, totals.PromptTokens, totals.CachedTokens, totals.HitRate, totals.RequestsWithUsage, totals.HitRateWithUsage)
        {
            TheoreticalHitRate = theory?.HitRate,
            TheoreticalBlockTokens = theory?.BlockTokens,
            TheoreticalAbsent = theory?.Absent,
        };
}
