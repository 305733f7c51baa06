namespace LoadGen.Evaluation.Figures;

/// <summary>Two accuracies of the same questions, compared question by question.</summary>
/// <param name="Questions">Questions that both were asked.</param>
/// <param name="Better">Questions of which the second has a larger share right.</param>
/// <param name="Worse">Questions of which it has a smaller one.</param>
/// <param name="Difference">The second's share less the first's, −1–1.</param>
/// <param name="Interval">Its 95% interval, by the normal distribution over questions.</param>
/// <param name="PValue">The exact test's, two-sided.</param>
public sealed record PairedDifference(int Questions, int Better, int Worse, double Difference, Interval Interval, double PValue)
{
    /// <summary>Compares.</summary>
    /// <param name="shares">Each question's share of right answers, in the first and the second.</param>
    public static PairedDifference Of(IReadOnlyList<(double First, double Second)> shares)
    {
        ArgumentNullException.ThrowIfNull(shares);
        int better = 0;
        int worse = 0;
        double sum = 0;
        foreach ((double first, double second) in shares)
        {
            better += second > first ? 1 : 0;
            worse += second < first ? 1 : 0;
            sum += second - first;
        }

        double mean = shares.Count == 0 ? 0 : sum / shares.Count;
        double squares = 0;
        foreach ((double first, double second) in shares)
        {
            double residual = second - first - mean;
            squares += residual * residual;
        }

        double half = shares.Count < 2 ? 1 : Wilson.Z95 * Math.Sqrt(squares / (shares.Count - 1) / shares.Count);
        return new PairedDifference(
            shares.Count, better, worse, mean, new Interval(Math.Max(-1, mean - half), Math.Min(1, mean + half)), SignTest.PValue(better, worse));
    }
}
