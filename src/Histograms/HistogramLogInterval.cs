namespace LoadGen.Histograms;

/// <summary>One line of a histogram log.</summary>
/// <param name="StartSeconds">When the interval began, in seconds since the Unix epoch.</param>
/// <param name="LengthSeconds">How long it was.</param>
/// <param name="MaxValue">The maximum as the line has it, in the log's own unit; <see cref="HdrHistogram.Max"/> is the exact one.</param>
/// <param name="Tag">The interval's tag, or null.</param>
/// <param name="Histogram">What was recorded; tag and times are set on it too.</param>
public sealed record HistogramLogInterval(
    double StartSeconds,
    double LengthSeconds,
    double MaxValue,
    string? Tag,
    HdrHistogram Histogram);
