using LoadGen.Verdicts.Observations;

namespace LoadGen.Verdicts.Steady;

/// <summary>
/// Whether an endpoint keeps up with the load it is given: above its capacity requests pile up and latencies rise for as long as the load
/// lasts, so that what a short run shows is not what a longer one would.
/// </summary>
/// <remarks>
/// Requests are put into blocks of equal count by the time of their send. The run is unstable where the blocks' medians of TTFT from the
/// intended start, or the requests under way at the blocks' ends, rise by Mann and Kendall's trend test (H. B. Mann, "Nonparametric tests
/// against trend", 1945) and the last quarter stands clearly above the first. Medians of blocks, because neighbouring requests are alike: a
/// test over single requests would take every wave for a trend.
/// </remarks>
public sealed record Stability
{
    /// <summary>Blocks that a run is cut into.</summary>
    public const int Blocks = 20;

    /// <summary>The last quarter must be this many times the first: a trend that is there but small is drift, not a queue that grows.</summary>
    public const double RiseMin = 1.5;

    // Under 5 requests a block, a block's median says little.
    private const int MinRequests = 5 * Blocks;

    // One-sided p = 0.001 of the normal distribution.
    private const double SignificantZ = 3.09;

    /// <summary>Requests pile up: the load is above what the endpoint can take.</summary>
    public required bool IsUnstable { get; init; }

    /// <summary>TTFT from the intended start: the mean of the last quarter's block medians over that of the first's; NaN where there are too few.</summary>
    public required double TtftRise { get; init; }

    /// <summary>The trend of TTFT over the run, standard deviations above none.</summary>
    public required double TtftTrendZ { get; init; }

    /// <summary>Requests under way: the last quarter's mean over the first's; NaN where there are too few.</summary>
    public required double UnderWayRise { get; init; }

    /// <summary>The trend of the requests under way, standard deviations above none.</summary>
    public required double UnderWayTrendZ { get; init; }

    /// <summary>Looks at a run.</summary>
    /// <param name="requests">Its requests, in any order.</param>
    public static Stability Of(IEnumerable<Observation> requests)
    {
        ArgumentNullException.ThrowIfNull(requests);
        Observation[] sent = [.. requests.Where(request => !double.IsNaN(request.SendS)).OrderBy(request => request.SendS)];
        if (sent.Length < MinRequests)
        {
            return new Stability { IsUnstable = false, TtftRise = double.NaN, TtftTrendZ = 0, UnderWayRise = double.NaN, UnderWayTrendZ = 0 };
        }

        double[] ttft = new double[Blocks];
        double[] underWay = new double[Blocks];
        double[] ends = [.. sent.Select(request => request.EndS).Order()];
        for (int block = 0; block < Blocks; block++)
        {
            int from = (int)((long)sent.Length * block / Blocks);
            int to = (int)((long)sent.Length * (block + 1) / Blocks);
            ttft[block] = Median(sent.AsSpan(from, to - from), block == 0 ? 0 : ttft[block - 1]);
            underWay[block] = to - Before(ends, sent[to - 1].SendS);
        }

        (double ttftZ, double ttftRise) = (Trend(ttft), Rise(ttft));
        (double underWayZ, double underWayRise) = (Trend(underWay), Rise(underWay));
        return new Stability
        {
            IsUnstable = (ttftZ > SignificantZ && ttftRise > RiseMin) || (underWayZ > SignificantZ && underWayRise > RiseMin),
            TtftRise = ttftRise,
            TtftTrendZ = ttftZ,
            UnderWayRise = underWayRise,
            UnderWayTrendZ = underWayZ,
        };
    }

    // What never began to answer waited from its due time to its end at least.
    private static double Median(ReadOnlySpan<Observation> block, double without)
    {
        var values = new List<double>(block.Length);
        foreach (Observation request in block)
        {
            double waited = double.IsNaN(request.TtftIntendedMs) ? (request.EndS - request.SendS) * 1000 : request.TtftIntendedMs;
            if (!double.IsNaN(waited))
            {
                values.Add(waited);
            }
        }

        values.Sort();
        return values.Count == 0 ? without : values[values.Count / 2];
    }

    private static int Before(double[] sorted, double value)
    {
        int at = Array.BinarySearch(sorted, value);
        at = at < 0 ? ~at : at;
        while (at < sorted.Length && sorted[at] <= value)
        {
            at++;
        }

        return at;
    }

    private static double Rise(double[] values)
    {
        int quarter = values.Length / 4;
        double first = values.Take(quarter).Average();
        double last = values.TakeLast(quarter).Average();
        return first > 0 ? last / first : last > 0 ? double.PositiveInfinity : 1;
    }

    // S is the sum of the signs over all pairs; its variance without ties.
    private static double Trend(double[] values)
    {
        int s = 0;
        for (int i = 0; i < values.Length; i++)
        {
            for (int j = i + 1; j < values.Length; j++)
            {
                s += Math.Sign(values[j] - values[i]);
            }
        }

        double n = values.Length;
        double deviation = Math.Sqrt(n * (n - 1) * ((2 * n) + 5) / 18);
        return s == 0 ? 0 : (s - Math.Sign(s)) / deviation;
    }
}
