using LoadGen.Verdicts.Statistics;

namespace LoadGen.Verdicts.Tests.Statistics;

/// <summary>Chances of a sequential test, by dynamic programming over the overruns so far.</summary>
internal static class SequentialTest
{
    /// <summary>The chance that the test stops at any of a plan's looks, the last included.</summary>
    /// <param name="plan">The looks.</param>
    /// <param name="end">Requests at the last.</param>
    /// <param name="share">A request's chance to be an overrun.</param>
    /// <param name="stops">Whether so many requests with so many overruns stop it, given what the look may spend.</param>
    public static double ChanceOfStopping(LookPlan plan, int end, double share, Func<int, int, double, bool> stops)
    {
        // Overruns beyond this many have no chance that a sum of doubles would show.
        int most = (int)((end * share) + (12 * Math.Sqrt(end * share)) + 50);
        var chances = new double[most + 1];
        chances[0] = 1;
        double stopped = 0;
        for (int n = 1; n <= end; n++)
        {
            for (int t = most; t > 0; t--)
            {
                chances[t] = (chances[t] * (1 - share)) + (chances[t - 1] * share);
            }

            chances[0] *= 1 - share;
            int look = plan.LookAt(n);
            stopped += look > 0 ? Absorb(chances, n, t => stops(n, t, plan.BudgetOf(look))) : 0;
        }

        return stopped + Absorb(chances, end, t => stops(end, t, plan.BudgetOfLast(end)));
    }

    private static double Absorb(double[] chances, int n, Func<int, bool> stops)
    {
        double stopped = 0;
        for (int t = 0; t < chances.Length && t <= n; t++)
        {
            if (chances[t] > 0 && stops(t))
            {
                stopped += chances[t];
                chances[t] = 0;
            }
        }

        return stopped;
    }
}
