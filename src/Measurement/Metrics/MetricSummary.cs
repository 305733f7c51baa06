using System.Text.Json.Serialization;

namespace LoadGen.Measurement.Metrics;

/// <summary>
/// A metric's figures in its unit. Count, mean, std (population), min and max are exact; percentiles come from a histogram of three
/// significant digits (within 0.1%). All but the count are null when nothing was recorded.
/// </summary>
public sealed record MetricSummary
{
    /// <summary>Values recorded.</summary>
    public long Count { get; init; }

    /// <summary>Arithmetic mean.</summary>
    public double? Mean { get; init; }

    /// <summary>Population standard deviation.</summary>
    public double? Std { get; init; }

    /// <summary>Smallest value.</summary>
    public double? Min { get; init; }

    /// <summary>1st percentile.</summary>
    public double? P1 { get; init; }

    /// <summary>5th percentile.</summary>
    public double? P5 { get; init; }

    /// <summary>10th percentile.</summary>
    public double? P10 { get; init; }

    /// <summary>25th percentile.</summary>
    public double? P25 { get; init; }

    /// <summary>Median.</summary>
    public double? P50 { get; init; }

    /// <summary>75th percentile.</summary>
    public double? P75 { get; init; }

    /// <summary>90th percentile.</summary>
    public double? P90 { get; init; }

    /// <summary>95th percentile.</summary>
    public double? P95 { get; init; }

    /// <summary>99th percentile.</summary>
    public double? P99 { get; init; }

    /// <summary>99.9th percentile.</summary>
    [JsonPropertyName("p99_9")]
    public double? P999 { get; init; }

    /// <summary>Largest value.</summary>
    public double? Max { get; init; }
}
