namespace LoadGen.Verdicts.Statistics;

/// <summary>
/// Whether events come in clusters: their numbers in blocks of consecutive trials vary more than those of independent ones (the
/// variance test of homogeneity, R. A. Fisher, 1925).
/// </summary>
/// <param name="Blocks">How many blocks.</param>
/// <param name="VarianceRatio">χ² by its degrees of freedom: about 1 for independent trials.</param>
/// <param name="PValue">The chance of a χ² as large from independent trials.</param>
public readonly record struct Dispersion(int Blocks, double VarianceRatio, double PValue)
{
    // χ² is near its distribution where a block expects about 5 events (W. G. Cochran, 1954).
    private const int EventsPerBlock = 5;
    private const int BlocksMin = 3;
    private const int BlocksMax = 51;

    /// <summary>The test; null where there are too few events, or too few trials without one, to tell.</summary>
    /// <param name="isEvent">Of each trial, in order, whether it was an event.</param>
    public static Dispersion? Of(ReadOnlySpan<bool> isEvent)
    {
        int n = isEvent.Length;
        int events = isEvent.Count(true);
        int rarer = Math.Min(events, n - events);

        // An odd number: the tail of χ² is a sum in closed form where its degrees of freedom are even.
        int blocks = Math.Min(BlocksMax, rarer / EventsPerBlock);
        blocks -= 1 - (blocks % 2);
        if (blocks < BlocksMin)
        {
            return null;
        }

        double share = (double)events / n;
        double chiSquare = 0;
        for (int block = 0; block < blocks; block++)
        {
            int from = (int)((long)n * block / blocks);
            int to = (int)((long)n * (block + 1) / blocks);
            double difference = isEvent[from..to].Count(true) - ((to - from) * share);
            chiSquare += difference * difference / ((to - from) * share * (1 - share));
        }

        return new Dispersion(blocks, chiSquare / (blocks - 1), UpperTail(chiSquare, blocks - 1));
    }

    // P(χ² ≥ x) = e^(−x/2) Σ (x/2)^j / j!, j below half of the (even) degrees of freedom.
    private static double UpperTail(double x, int freedom)
    {
        double half = x / 2;
        double term = Math.Exp(-half);
        double sum = 0;
        for (int j = 0; j < freedom / 2; j++)
        {
            sum += term;
            term *= half / (j + 1);
        }

        return Math.Min(1, sum);
    }
}
