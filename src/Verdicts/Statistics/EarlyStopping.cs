namespace LoadGen.Verdicts.Statistics;

/// <summary>
/// MLPerf's early stopping (<see href="https://github.com/mlcommons/inference/blob/master/loadgen/early_stopping.cc">mlcommons/inference,
/// loadgen/early_stopping.cc</see>): n requests with t overruns show that a share p of requests keeps to its bound when so few overruns
/// would come with a chance of 1 − c at most from an endpoint that just does not: I_p(n − t, t + 1) ≤ 1 − c. It is the exact binomial
/// test, hence as well the exact upper bound of the overruns' share against 1 − p.
/// </summary>
public static class EarlyStopping
{
    /// <summary>The chance of t or fewer overruns among n requests where a share p of them keeps to the bound: I_p(n − t, t + 1).</summary>
    /// <param name="n">Requests.</param>
    /// <param name="t">Overruns.</param>
    /// <param name="p">The required share.</param>
    public static double Chance(int n, int t, double p) => t >= n ? 1 : t < 0 ? 0 : IncompleteBeta.Lower(p, (double)n - t, t + 1.0);

    /// <summary>The fewest requests that pass with t overruns.</summary>
    /// <param name="t">Overruns.</param>
    /// <param name="p">The required share, above 0 and below 1.</param>
    /// <param name="chanceMax">1 − c.</param>
    /// <returns>So many; <see cref="int.MaxValue"/> where no run can be so long.</returns>
    public static int LeastRequests(int t, double p, double chanceMax)
    {
        int low = t;
        int high = t + 1;
        while (Chance(high, t, p) > chanceMax)
        {
            low = high;
            if (high > int.MaxValue / 2)
            {
                return int.MaxValue;
            }

            high *= 2;
        }

        while (high - low > 1)
        {
            int middle = low + ((high - low) / 2);
            (low, high) = Chance(middle, t, p) > chanceMax ? (middle, high) : (low, middle);
        }

        return high;
    }

    /// <summary>
    /// The fewest requests that a verdict may rest on: with these, one overrun would still pass. At 99%: 64 for p90, 130 for p95, 662 for
    /// p99, 6,636 for p99.9.
    /// </summary>
    /// <param name="p">The required share.</param>
    /// <param name="chanceMax">1 − c.</param>
    public static int Floor(double p, double chanceMax) => LeastRequests(1, p, chanceMax);

    /// <summary>The most overruns with which n requests pass; −1 where even none would not do.</summary>
    /// <param name="n">Requests.</param>
    /// <param name="p">The required share.</param>
    /// <param name="chanceMax">1 − c.</param>
    public static int OverrunsMax(int n, double p, double chanceMax)
    {
        int low = -1;
        int high = n;
        while (high - low > 1)
        {
            int middle = low + ((high - low) / 2);
            (low, high) = Chance(n, middle, p) > chanceMax ? (low, middle) : (middle, high);
        }

        return low;
    }

    /// <summary>How many more requests would pass if overruns went on at the share that was seen.</summary>
    /// <param name="n">Requests so far.</param>
    /// <param name="t">Overruns so far.</param>
    /// <param name="p">The required share.</param>
    /// <param name="chanceMax">1 − c.</param>
    /// <param name="least">The fewest requests that a verdict may rest on.</param>
    /// <returns>So many; null where the seen share itself is not below what is allowed.</returns>
    public static int? FurtherRequests(int n, int t, double p, double chanceMax, int least)
    {
        if (t == 0)
        {
            return Math.Max(0, Math.Max(least, LeastRequests(0, p, chanceMax)) - n);
        }

        double share = (double)t / n;
        if (share >= 1 - p)
        {
            return null;
        }

        // At the share, so many requests have no whole number of overruns: between whole ones the beta function is as good.
        bool Passes(double requests) => IncompleteBeta.Lower(p, requests * (1 - share), (requests * share) + 1) <= chanceMax;
        double low = n;
        double high = n;
        while (!Passes(high))
        {
            low = high;
            high *= 2;
            if (high >= int.MaxValue)
            {
                return null;
            }
        }

        while (high - low > 1)
        {
            double middle = Math.Floor(low + ((high - low) / 2));
            (low, high) = Passes(middle) ? (low, middle) : (middle, high);
        }

        return Math.Max((int)high, least) - n;
    }
}
