using LoadGen.Results.Statistics;

namespace LoadGen.Results.Comparing;

/// <summary>
/// The percentile bootstrap over requests (B. Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7, 1979): how far a
/// figure of one run would move, had other requests like these been made. It does not know what changes from run to run: repeats do.
/// </summary>
internal static class Bootstrap
{
    private const int ResamplesMax = 2_000;
    private const int ResamplesMin = 200;

    // About a second on one core.
    private const long DrawsMax = 100_000_000;

    private const ulong SeedA = 1;
    private const ulong SeedB = 2;

    /// <summary>The figure's difference b − a with its confidence interval; null where the figure is none of requests.</summary>
    /// <param name="metric">InferenceX's key.</param>
    /// <param name="a">The requests before.</param>
    /// <param name="b">The requests after.</param>
    /// <param name="before">The figure as reported before: the interval is laid around the reported difference.</param>
    /// <param name="after">The figure as reported after.</param>
    /// <param name="confidence">Such as 0.95.</param>
    public static Interval? Difference(string metric, RequestSample a, RequestSample b, double before, double after, double confidence)
    {
        if (Estimator.Of(metric, a) is not { } ofA || Estimator.Of(metric, b) is not { } ofB)
        {
            return null;
        }

        double[] drawnA = Resample(ofA, SeedA, before);
        double[] drawnB = Resample(ofB, SeedB, after);
        int count = Math.Min(drawnA.Length, drawnB.Length);
        var differences = new double[count];
        for (int i = 0; i < count; i++)
        {
            differences[i] = drawnB[i] - drawnA[i];
        }

        Array.Sort(differences);
        var all = new int[count];
        Array.Fill(all, 1);
        double tail = (1 - confidence) / 2 * 100;
        return new Interval(after - before, Weighted.Percentile(differences, all, count, tail), Weighted.Percentile(differences, all, count, 100 - tail));
    }

    // In units of what was reported: records and report may count by other clocks' roundings, and a throughput is known from requests up to a factor.
    private static double[] Resample(Estimator estimator, ulong seed, double reported)
    {
        int n = estimator.Count;
        var times = new int[n];
        Array.Fill(times, 1);
        double scale = reported / estimator.Of(times);
        var random = new SplitMix64(seed);
        var drawn = new double[(int)Math.Clamp(DrawsMax / n, ResamplesMin, ResamplesMax)];
        for (int i = 0; i < drawn.Length; i++)
        {
            Array.Clear(times);
            for (int draw = 0; draw < n; draw++)
            {
                times[random.Next(n)]++;
            }

            drawn[i] = estimator.Of(times) * scale;
        }

        return drawn;
    }
}
