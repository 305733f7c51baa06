namespace LoadGen.Evaluation.Figures;

/// <summary>The share of right answers and how sure it is.</summary>
/// <param name="Share">Right answers / answers, 0–1.</param>
/// <param name="StandardError">Its standard error, by question.</param>
/// <param name="Interval">Its 95% interval.</param>
/// <param name="EffectiveTrials">How many independent answers would be as sure: between questions and answers.</param>
public sealed record Accuracy(double Share, double StandardError, Interval Interval, double EffectiveTrials)
{
    /// <summary>
    /// Of questions that were asked once or several times each. Answers to one question are alike, so that ten of each do not count
    /// ten times: the variance is that between questions (the cluster-robust one, with questions as clusters), and Wilson's interval is
    /// taken at the number of independent answers that would have it (Korn and Graubard, 1998; E. Miller, Adding Error Bars to Evals, 2024).
    /// </summary>
    /// <param name="questions">Right answers and answers of each question.</param>
    public static Accuracy Of(IReadOnlyList<(int Right, int Asked)> questions)
    {
        ArgumentNullException.ThrowIfNull(questions);
        double asked = 0;
        double right = 0;
        int clusters = 0;
        foreach ((int own, int of) in questions)
        {
            asked += of;
            right += own;
            clusters += of > 0 ? 1 : 0;
        }

        if (asked == 0)
        {
            return new Accuracy(0, 0, new Interval(0, 1), 0);
        }

        double share = right / asked;
        double squares = 0;
        foreach ((int own, int of) in questions)
        {
            double residual = own - (share * of);
            squares += residual * residual;
        }

        double simple = share * (1 - share);
        double variance = clusters > 1 ? squares / (asked * asked) * clusters / (clusters - 1) : simple / asked;
        bool isSimple = asked == clusters;

        // All right or all wrong, the answers say nothing of how alike they are: then no more is claimed than one of each question shows.
        double effective = isSimple ? asked : simple == 0 || variance == 0 ? clusters : Math.Clamp(simple / variance, clusters, asked);
        return new Accuracy(share, Math.Sqrt(isSimple ? simple / asked : variance), Wilson.Of(share, effective), effective);
    }
}
