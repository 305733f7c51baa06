namespace LoadGen.Histograms;

/// <summary>
/// A High Dynamic Range histogram: counts of non-negative integers, each kept to a fixed number of significant digits over
/// the whole range, in a fixed amount of memory.
/// </summary>
/// <remarks>
/// The precision promise: every value reported stands for the values that share its bucket, and a bucket is no wider than
/// <c>10^-digits</c> of the values in it (or the unit, where that is wider). Semantics follow the reference implementation,
/// https://github.com/HdrHistogram/HdrHistogram. Not thread-safe: one histogram has one user at a time
/// (<see cref="HistogramRecorder"/> is the way to read while another thread records).
/// </remarks>
public sealed partial class HdrHistogram
{
    /// <summary>
    /// The most values that bulk operations may bring a histogram to. Half the range of a long: single records are not
    /// checked for overflow, and at one a nanosecond the other half lasts 146 years.
    /// </summary>
    internal const long TotalCountMax = long.MaxValue / 2;

    private readonly BucketLayout _layout;
    private readonly long _highest;
    private readonly long[] _counts;
    private long _totalCount;

    // Both are raw recorded values; Min and Max widen them to their buckets on reading.
    private long _maxRecorded;
    private long _minNonZeroRecorded = long.MaxValue;

    /// <summary>Makes an empty histogram.</summary>
    /// <param name="lowestDiscernibleValue">The smallest difference worth keeping, in the unit recorded; at least 1.</param>
    /// <param name="highestTrackableValue">The highest value that can be recorded; at least twice the lowest.</param>
    /// <param name="significantDigits">Decimal digits kept of every value, 1 to 5.</param>
    /// <exception cref="ArgumentOutOfRangeException">The three do not make a histogram; the message says why.</exception>
    public HdrHistogram(long lowestDiscernibleValue, long highestTrackableValue, int significantDigits)
        : this(LayoutOf(lowestDiscernibleValue, highestTrackableValue, significantDigits))
    {
    }

    internal HdrHistogram(BucketLayout layout)
    {
        _layout = layout;
        _highest = layout.Highest;
        _counts = new long[layout.Length];
    }

    /// <summary>The smallest difference that is kept.</summary>
    public long LowestDiscernibleValue => _layout.Lowest;

    /// <summary>The highest value that <see cref="TryRecord(long)"/> takes.</summary>
    public long HighestTrackableValue => _layout.Highest;

    /// <summary>Decimal digits kept of every value.</summary>
    public int SignificantDigits => _layout.Digits;

    /// <summary>The name that an interval carries in a log, or null.</summary>
    public string? Tag { get; set; }

    /// <summary>When recording began, in milliseconds since the Unix epoch; 0 when not known.</summary>
    public long StartTimeMs { get; set; }

    /// <summary>When recording ended, in milliseconds since the Unix epoch; 0 when not known.</summary>
    public long EndTimeMs { get; set; }

    internal BucketLayout Layout => _layout;

    /// <summary>The counts up to and including the highest recorded value: what an encoding has to carry.</summary>
    internal ReadOnlySpan<long> RecordedCounts => _counts.AsSpan(0, _layout.IndexOf(_maxRecorded) + 1);

    internal long CountAtIndex(int index) => _counts[index];

    private static BucketLayout LayoutOf(long lowest, long highest, int digits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(digits, 1, "significantDigits");
        return BucketLayout.TryCreate(lowest, highest, digits, out var layout, out var problem)
            ? layout
            : throw new ArgumentOutOfRangeException(null, $"No histogram can have {problem}.");
    }
}
