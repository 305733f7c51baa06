namespace LoadGen.Verdicts.Statistics;

/// <summary>Tails of the binomial distribution, exactly, by the incomplete beta function.</summary>
public static class Binomial
{
    /// <summary>The chance of <paramref name="k"/> or fewer events in <paramref name="n"/> trials.</summary>
    /// <param name="k">Events; below 0, none are so few.</param>
    /// <param name="n">Trials.</param>
    /// <param name="share">An event's chance, 0 to 1.</param>
    public static double AtMost(int k, int n, double share) =>
        k < 0 ? 0 : k >= n ? 1 : IncompleteBeta.Upper(share, k + 1.0, (double)n - k);

    /// <summary>The chance of <paramref name="k"/> or more events in <paramref name="n"/> trials.</summary>
    /// <param name="k">Events.</param>
    /// <param name="n">Trials.</param>
    /// <param name="share">An event's chance, 0 to 1.</param>
    public static double AtLeast(int k, int n, double share) =>
        k <= 0 ? 1 : k > n ? 0 : IncompleteBeta.Lower(share, k, n - k + 1.0);
}
