namespace LoadGen.Verdicts.Statistics;

/// <summary>
/// The exact interval of a share (C. J. Clopper and E. S. Pearson, 1934): whatever the true share, an end lies on its wrong side no more
/// often than its tail says.
/// </summary>
public static class ClopperPearson
{
    // Halving [0, 1] so often leaves less than the distance between doubles near 1e-9, far below any share of use.
    private const int Halvings = 80;

    /// <summary>The interval with half of what the confidence leaves on either side.</summary>
    /// <param name="k">Events.</param>
    /// <param name="n">Trials; of none, nothing is known.</param>
    /// <param name="confidence">0 to 1.</param>
    public static (double Low, double High) Interval(int k, int n, double confidence) => (Low(k, n, (1 - confidence) / 2), High(k, n, (1 - confidence) / 2));

    /// <summary>The largest share from which so many events come with no more than this chance.</summary>
    /// <param name="k">Events.</param>
    /// <param name="n">Trials.</param>
    /// <param name="tail">The chance, above 0.</param>
    public static double Low(int k, int n, double tail) => k <= 0 ? 0 : Solve(share => Binomial.AtLeast(k, n, share) <= tail);

    /// <summary>The smallest share from which so few events come with no more than this chance.</summary>
    /// <param name="k">Events.</param>
    /// <param name="n">Trials.</param>
    /// <param name="tail">The chance, above 0.</param>
    public static double High(int k, int n, double tail) => k >= n ? 1 : Solve(share => Binomial.AtMost(k, n, share) > tail);

    // The end of the shares, from 0 on, for which it holds.
    private static double Solve(Func<double, bool> holds)
    {
        double low = 0;
        double high = 1;
        for (int i = 0; i < Halvings; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = holds(middle) ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }
}
