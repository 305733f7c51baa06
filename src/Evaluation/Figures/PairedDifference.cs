namespace LoadGen.Evaluation.Figures;

/// <summary>Two accuracies of the same questions, compared question by question.</summary>
/// <param name="Questions">Questions that both were asked.</param>
/// <param name="Better">Questions of which the second has a larger share right.</param>
/// <param name="Worse">Questions of which it has a smaller one.</param>
/// <param name="Difference">The second's share less the first's, −1–1.</param>
/// <param name="Interval">Its 95% interval: Agresti and Min's (2005), which is about a mean drawn a little towards 0.</param>
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

        // As if half a question more had come out each way it can: where no pair differs, the difference is small and not known to be 0.
        double questions = shares.Count + 2;
        double squares = 1;
        foreach ((double first, double second) in shares)
        {
            squares += (second - first) * (second - first);
        }

        double middle = sum / questions;
        double half = Wilson.Z95 * Math.Sqrt(((squares / questions) - (middle * middle)) / questions);
        return new PairedDifference(
            shares.Count, better, worse, shares.Count == 0 ? 0 : sum / shares.Count,
            new Interval(Math.Max(-1, middle - half), Math.Min(1, middle + half)), SignTest.PValue(better, worse));
    }
}
