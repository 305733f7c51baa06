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
    public static double ChanceOfStopping(LookPlan plan, int end, double share, Func<int, int, double, bool> stops) => ChanceOfStopping(
        end,
        share,
        (n, t) => plan.LookAt(n) is > 0 and var look && stops(n, t, plan.BudgetOf(look)) ? true : n == end && stops(n, t, plan.BudgetOfLast(end)) ? true : null);

    /// <summary>The chance that a test stops with what is asked about.</summary>
    /// <param name="end">Requests at the last look.</param>
    /// <param name="share">A request's chance to be an overrun.</param>
    /// <param name="stops">Whether so many requests with so many overruns stop it with that (true) or with something else (false); null: it goes on.</param>
    public static double ChanceOfStopping(int end, double share, Func<int, int, bool?> stops)
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
            stopped += Absorb(chances, n, t => stops(n, t));
        }

        return stopped;
    }

    private static double Absorb(double[] chances, int n, Func<int, bool?> stops)
    {
        double stopped = 0;
        for (int t = 0; t < chances.Length && t <= n; t++)
        {
            if (chances[t] > 0 && stops(t) is { } isAsked)
            {
                stopped += isAsked ? chances[t] : 0;
                chances[t] = 0;
            }
        }

        return stopped;
    }
}
