using System.Numerics;

namespace LoadGen.Simulation.Pacing;

/// <summary>
/// Lateness in ns, counted in log-linear buckets: 64 to each power of two, so within 1.6%. One thread records; others may read at any
/// time and see counts that are at most a record apart.
/// </summary>
internal sealed class LatenessHistogram
{
    private const int SubBits = 6;
    private const int SubCount = 1 << SubBits;

    // 2^42 ns is 73 minutes; what is later than that lands in the last bucket.
    private const int Octaves = 42 - SubBits + 1;
    private readonly long[] _counts = new long[Octaves * SubCount + SubCount];
    private long _sumNs;
    private long _maxNs;

    public void Record(long ns)
    {
        ns = Math.Max(ns, 0);
        _counts[Math.Min(IndexOf(ns), _counts.Length - 1)]++;
        _sumNs += ns;
        _maxNs = Math.Max(_maxNs, ns);
    }

    public static Lateness Summarise(IEnumerable<LatenessHistogram> histograms)
    {
        var merged = new LatenessHistogram();
        foreach (LatenessHistogram histogram in histograms)
        {
            for (int i = 0; i < merged._counts.Length; i++)
            {
                merged._counts[i] += Volatile.Read(ref histogram._counts[i]);
            }

            merged._sumNs += Volatile.Read(ref histogram._sumNs);
            merged._maxNs = Math.Max(merged._maxNs, Volatile.Read(ref histogram._maxNs));
        }

        long count = merged._counts.Sum();
        return count == 0
            ? new Lateness(0, 0, 0, 0, 0, 0)
            : new Lateness(count, merged._sumNs / (double)count / 1e3, At(0.5), At(0.99), At(0.999), merged._maxNs / 1e3);

        double At(double quantile) => merged.QuantileNs(quantile, count) / 1e3;
    }

    /// <summary>The upper end of the bucket that holds the quantile, but never more than the maximum.</summary>
    private long QuantileNs(double quantile, long count)
    {
        long rank = Math.Max(1, (long)Math.Ceiling(quantile * count));
        long seen = 0;
        for (int i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= rank)
            {
                return Math.Min(UpperEnd(i), _maxNs);
            }
        }

        return _maxNs;
    }

    private static int IndexOf(long ns)
    {
        int shift = Math.Max(0, 63 - SubBits - BitOperations.LeadingZeroCount((ulong)ns));
        return (shift << SubBits) + (int)(ns >> shift);
    }

    private static long UpperEnd(int index)
    {
        int shift = Math.Max(0, (index >> SubBits) - 1);
        long sub = index - (shift << SubBits);
        return ((sub + 1) << shift) - 1;
    }
}
