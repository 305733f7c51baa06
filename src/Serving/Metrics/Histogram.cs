namespace LoadGen.Serving.Metrics;

/// <summary>Durations counted in fixed buckets. Thread-safe; recording takes no lock and allocates nothing.</summary>
/// <param name="bounds">The buckets' upper bounds.</param>
public sealed class Histogram(HistogramBounds bounds)
{
    private readonly long[] _counts = new long[bounds.Count + 1];
    private long _sumNs;

    /// <summary>The buckets' upper bounds.</summary>
    public HistogramBounds Bounds => bounds;

    /// <summary>Counts a duration. A negative one, such as a clock's step could make, counts as 0.</summary>
    public void Record(long ns)
    {
        ns = Math.Max(ns, 0);
        Interlocked.Increment(ref _counts[bounds.IndexOf(ns)]);
        Interlocked.Add(ref _sumNs, ns);
    }

    /// <summary>Reads the buckets (not cumulated) into <paramref name="counts"/>, which has one more than there are bounds.</summary>
    /// <returns>The sum of the durations.</returns>
    public long Read(Span<long> counts)
    {
        for (int i = 0; i < _counts.Length; i++)
        {
            counts[i] = Volatile.Read(ref _counts[i]);
        }

        return Volatile.Read(ref _sumNs);
    }

    /// <summary>Moves all that was counted into <paramref name="other"/>, which has the same bounds.</summary>
    public void DrainInto(Histogram other)
    {
        for (int i = 0; i < _counts.Length; i++)
        {
            Interlocked.Add(ref other._counts[i], Interlocked.Exchange(ref _counts[i], 0));
        }

        Interlocked.Add(ref other._sumNs, Interlocked.Exchange(ref _sumNs, 0));
    }
}
