using LoadGen.Histograms;

namespace LoadGen.Measurement.Metrics;

/// <summary>Collects one metric: a histogram for percentiles beside exact running moments. Single-threaded.</summary>
public sealed class MetricAccumulator
{
    // One day in ns: longer than any request; 3 digits keep a histogram at about 0.3 MB.
    internal const long HighestValue = 86_400_000_000_000;
    internal const int SignificantDigits = 3;

    private double _mean;
    private double _m2;
    private long _min = long.MaxValue;
    private long _max = long.MinValue;

    /// <summary>Starts empty.</summary>
    public MetricAccumulator(MetricDefinition definition) => Definition = definition;

    /// <summary>What is collected.</summary>
    public MetricDefinition Definition { get; }

    /// <summary>The recorded values, in recorded units.</summary>
    public HdrHistogram Histogram { get; } = NewHistogram();

    /// <summary>Values recorded.</summary>
    public long Count { get; private set; }

    /// <summary>A histogram with the range and precision of every metric.</summary>
    public static HdrHistogram NewHistogram() => new(1, HighestValue, SignificantDigits);

    /// <summary>Records a value in recorded units (ns, or thousandths of a token per second), <paramref name="weight"/> times.</summary>
    public void Record(double value, long weight = 1)
    {
        if (weight <= 0)
        {
            return;
        }

        long rounded = Math.Clamp((long)Math.Round(value), 0, HighestValue);
        Histogram.TryRecord(rounded, weight);
        _min = Math.Min(_min, rounded);
        _max = Math.Max(_max, rounded);

        // Welford, weighted: stable for millions of values of one magnitude.
        Count += weight;
        double delta = value - _mean;
        _mean += delta * weight / Count;
        _m2 += weight * delta * (value - _mean);
    }

    /// <summary>Adds all values of another accumulator, which stays as it is.</summary>
    public void Add(MetricAccumulator other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Count == 0)
        {
            return;
        }

        Histogram.Add(other.Histogram);
        _min = Math.Min(_min, other._min);
        _max = Math.Max(_max, other._max);

        // Chan's form of Welford for two sets: exact where either is empty.
        long both = Count + other.Count;
        double delta = other._mean - _mean;
        _m2 += other._m2 + (Count == 0 ? 0 : delta * delta * Count * other.Count / both);
        _mean = Count == 0 ? other._mean : _mean + (delta * other.Count / both);
        Count = both;
    }

    /// <summary>The figures so far, in the metric's unit.</summary>
    public MetricSummary Summarise()
    {
        if (Count == 0)
        {
            return new MetricSummary();
        }

        double unit = Definition.UnitsPerRecorded;
        double At(double percentile) => Math.Clamp(Histogram.ValueAtPercentile(percentile), _min, _max) * unit;
        return new MetricSummary
        {
            Count = Count,
            Mean = _mean * unit,
            Std = Math.Sqrt(Math.Max(0, _m2 / Count)) * unit,
            Min = _min * unit,
            P1 = At(1),
            P5 = At(5),
            P10 = At(10),
            P25 = At(25),
            P50 = At(50),
            P75 = At(75),
            P90 = At(90),
            P95 = At(95),
            P99 = At(99),
            P999 = At(99.9),
            Max = _max * unit,
        };
    }
}
