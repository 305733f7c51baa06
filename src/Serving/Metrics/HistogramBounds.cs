using System.Globalization;
using System.Text;

namespace LoadGen.Serving.Metrics;

/// <summary>The upper bounds of a histogram's buckets, in nanoseconds inside and seconds outside.</summary>
public sealed class HistogramBounds
{
    private const double NsPerS = 1e9;

    private readonly long[] _boundsNs;
    private readonly byte[][] _texts;

    private HistogramBounds(params double[] boundsS)
    {
        _boundsNs = [.. boundsS.Select(s => (long)Math.Round(s * NsPerS))];
        _texts = [.. boundsS.Select(s => Encoding.ASCII.GetBytes(s.ToString(CultureInfo.InvariantCulture)))];
        Seconds = boundsS;
    }

    /// <summary>
    /// For whole legs and requests: from a cached one-token answer to a long generation; 600 s is the longest that users have been seen to
    /// set as a limit. Four a decade below a minute: a scrape of 1,000 workers stays in the megabytes.
    /// </summary>
    public static HistogramBounds OfRequests { get; } = new(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600);

    /// <summary>For first bytes, hand-offs and waits in the queue: a millisecond to a long prompt's prefill.</summary>
    public static HistogramBounds OfWaits { get; } = new(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60);

    /// <summary>For cancelled legs: finest around the 50 ms within which the other leg of a failed pair is promised to end.</summary>
    public static HistogramBounds OfCancels { get; } = new(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30);

    /// <summary>The bounds in seconds, ascending, without +Inf.</summary>
    public IReadOnlyList<double> Seconds { get; }

    /// <summary>How many bounds there are, +Inf not counted.</summary>
    public int Count => _boundsNs.Length;

    /// <summary>A bound in seconds, as its label <c>le</c> writes it.</summary>
    public ReadOnlySpan<byte> Text(int index) => _texts[index];

    /// <summary>The bucket of a value: the first whose bound is not below it; <see cref="Count"/> is the one without bound.</summary>
    public int IndexOf(long ns)
    {
        long[] bounds = _boundsNs;
        int i = 0;
        while (i < bounds.Length && ns > bounds[i])
        {
            i++;
        }

        return i;
    }
}
