namespace LoadGen.Histograms;

/// <summary>What one or more histogram logs amount to. Values are in the unit that was recorded.</summary>
/// <param name="Intervals">How many intervals were taken, empty ones included.</param>
/// <param name="Count">How many values they hold.</param>
/// <param name="Min">The lowest.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="P50">The median.</param>
/// <param name="P90">The 90th percentile.</param>
/// <param name="P99">The 99th percentile.</param>
/// <param name="P999">The 99.9th percentile.</param>
/// <param name="Max">The highest.</param>
/// <param name="StartTimeSeconds">The earliest start time of the logs, in seconds since the Unix epoch; null when none has one.</param>
/// <param name="Histogram">All values together; null when no interval was taken.</param>
public sealed record HistogramLogTotals(
    int Intervals,
    long Count,
    long Min,
    double Mean,
    long P50,
    long P90,
    long P99,
    long P999,
    long Max,
    double? StartTimeSeconds,
    HdrHistogram? Histogram);
