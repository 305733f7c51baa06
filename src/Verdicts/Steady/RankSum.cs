namespace LoadGen.Verdicts.Steady;

/// <summary>
/// The Mann–Whitney test of whether the values of one sample lie above those of another: by ranks, so that one huge value counts no more
/// than one that is just larger than all others.
/// </summary>
/// <remarks>H. B. Mann, D. R. Whitney, "On a test of whether one of two random variables is stochastically larger than the other" (1947);
/// normal approximation with the correction for ties.</remarks>
internal static class RankSum
{
    /// <summary>How many standard deviations the ranks of <paramref name="first"/> lie above what chance gives; 0 where nothing can be said.</summary>
    public static double Z(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        int n = first.Length + second.Length;
        if (first.Length == 0 || second.Length == 0)
        {
            return 0;
        }

        double[] values = [.. first, .. second];
        int[] order = new int[n];
        for (int i = 0; i < n; i++)
        {
            order[i] = i;
        }

        Array.Sort(values, order);
        double ranks = 0;
        double ties = 0;
        for (int from = 0; from < n;)
        {
            int to = from;
            while (to < n && values[to] == values[from])
            {
                to++;
            }

            // Equal values share their mean rank.
            double rank = (from + to + 1) / 2.0;
            for (int i = from; i < to; i++)
            {
                ranks += order[i] < first.Length ? rank : 0;
            }

            double tied = to - from;
            ties += (tied * tied * tied) - tied;
            from = to;
        }

        double mean = first.Length * (n + 1) / 2.0;
        double variance = (double)first.Length * second.Length / 12 * (n + 1 - (ties / ((double)n * (n - 1))));
        return variance > 0 ? (ranks - mean) / Math.Sqrt(variance) : 0;
    }
}
