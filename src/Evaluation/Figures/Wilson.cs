namespace LoadGen.Evaluation.Figures;

/// <summary>
/// Wilson's score interval for a share (E. B. Wilson, 1927): unlike p ± 1.96·√(p(1−p)/n) it holds its 95% near 0 and 1, where
/// accuracies are, and stays within them.
/// </summary>
public static class Wilson
{
    /// <summary>Quantile of the normal distribution that leaves 2.5% on either side.</summary>
    public const double Z95 = 1.959963984540054;

    /// <summary>The 95% interval.</summary>
    /// <param name="share">The share that was seen, 0–1.</param>
    /// <param name="trials">Of how many independent trials; need not be whole.</param>
    public static Interval Of(double share, double trials)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        if (trials == 0)
        {
            return new Interval(0, 1);
        }

        double z2 = Z95 * Z95;
        double middle = (share + (z2 / (2 * trials))) / (1 + (z2 / trials));
        double half = Z95 / (1 + (z2 / trials)) * Math.Sqrt((share * (1 - share) / trials) + (z2 / (4 * trials * trials)));
        return new Interval(share == 0 ? 0 : Math.Max(0, middle - half), share == 1 ? 1 : Math.Min(1, middle + half));
    }
}
