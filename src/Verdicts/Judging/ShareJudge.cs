using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Objectives;
using LoadGen.Verdicts.Settings;
using LoadGen.Verdicts.Statistics;

namespace LoadGen.Verdicts.Judging;

/// <summary>
/// Judges an objective on a share: of requests within a bound, of requests without an error, of windows, of questions. The exact
/// binomial test both ways; a percentile passes by MLPerf's early stopping, which is the same test with a least number of requests.
/// </summary>
internal static class ShareJudge
{
    private const string Method = "Clopper-Pearson";

    public static ObjectiveVerdict Judge(Objective objective, Tally tally, LookBudget budget)
    {
        (int n, int t) = (tally.N, tally.Overruns);
        double required = objective.RequiredShare;
        double allowed = Units.Rest(required);
        int? least = tally.HasFloor ? EarlyStopping.Floor(required, budget.Whole) : null;
        double passChance = EarlyStopping.Chance(n, t, required);
        double failChance = n == 0 ? 1 : Binomial.AtLeast(t, n, allowed);
        double confidence = 1 - budget.Whole;
        (Verdict verdict, string? foregone) = Decide(objective, tally, budget);
        int overrunsMax = budget.Pass > 0 && n >= (least ?? 0) ? EarlyStopping.OverrunsMax(n, required, budget.Pass) : -1;
        int? more = verdict == Verdict.NotEnoughEvidence && n > 0 && !IsWithoutSteadyState(budget)
            ? EarlyStopping.FurtherRequests(n, t, required, budget.Pass > 0 ? budget.Pass : budget.Whole / 2, least ?? 0)
            : null;
        (double low, double high) = ClopperPearson.Interval(t, n, confidence);
        return new ObjectiveVerdict
        {
            Name = objective.Name,
            Metric = ObjectiveNames.OfMetric(objective.Metric),
            Kind = objective.Kind == ObjectiveKind.Share ? "share" : "rate",
            Unit = ObjectiveNames.UnitOf(objective.Metric),
            Bound = objective.Bound,
            IsLeast = objective.IsLeast,
            RequiredShare = required,
            Place = objective.Place,
            Verdict = verdict,
            Reason = foregone ?? Reason(objective, tally, verdict, overrunsMax, more, budget),
            Counts = tally.Counts,
            N = n,
            Overruns = t,
            OverrunsAllowed = overrunsMax,
            Failed = tally.Failed,
            WithoutValue = tally.WithoutValue,
            OverrunShare = n == 0 ? null : (double)t / n,
            Seen = tally.Seen,
            Interval = n == 0 ? null : new IntervalInfo(low, high, confidence, "overrun_share", Method),
            PassChance = n == 0 ? null : passChance,
            PassChanceMax = budget.Pass,
            FailChance = n == 0 ? null : failChance,
            FailChanceMax = budget.Fail,
            Least = least,
            More = more,
        };
    }

    /// <summary>The verdict alone: most looks come to none, and need not say more.</summary>
    /// <returns>It, and, where it is certain only because the requests that are left cannot change it, why.</returns>
    public static (Verdict Verdict, string? Foregone) Decide(Objective objective, Tally tally, LookBudget budget)
    {
        (int n, int t) = (tally.N, tally.Overruns);
        if (n == 0)
        {
            return (Verdict.NotEnoughEvidence, null);
        }

        if (Passes(objective, tally.HasFloor, n, t, budget.Pass, budget.Whole))
        {
            return (Verdict.Pass, null);
        }

        double allowed = Units.Rest(objective.RequiredShare);
        if (Binomial.AtLeast(t, n, allowed) <= budget.Fail)
        {
            return (Verdict.Fail, null);
        }

        // Were all of the requests that are left overruns, would it pass; were none, would it fail?
        if (budget.IsLast || budget.Rest is not (>= 0 and var rest) || tally.Counts != "requests")
        {
            return (Verdict.NotEnoughEvidence, null);
        }

        string seen = $"{Wording.Count(t)} of {Wording.Count(n)} requests";
        return Passes(objective, tally.HasFloor, n + rest, t + rest, budget.PassOfLast, budget.Whole)
            ? (Verdict.Pass, $"{seen}: it would pass even if all of the {Wording.Count(rest)} left were overruns")
            : Binomial.AtLeast(t, n + rest, allowed) <= budget.FailOfLast
            ? (Verdict.Fail, $"{seen}: it would fail even if none of the {Wording.Count(rest)} left were an overrun")
            : (Verdict.NotEnoughEvidence, null);
    }

    // At the end a pass is looked for, but for this.
    private static bool IsWithoutSteadyState(LookBudget budget) => budget is { IsLast: true, Pass: 0 };

    private static bool Passes(Objective objective, bool hasFloor, int n, int t, double chanceMax, double whole) =>
        chanceMax > 0
        && EarlyStopping.Chance(n, t, objective.RequiredShare) <= chanceMax
        && (!hasFloor || n >= EarlyStopping.Floor(objective.RequiredShare, whole));

    private static string Reason(Objective objective, Tally tally, Verdict verdict, int overrunsMax, int? more, LookBudget budget)
    {
        if (tally.N == 0)
        {
            return tally.WithoutValue > 0
                ? $"none of {Wording.Count(tally.WithoutValue)} {tally.Counts} has a value"
                : objective.Metric == ObjectiveMetric.Accuracy ? "nothing was asked" : $"no {tally.Counts} to judge";
        }

        string seen = Wording.Overruns(objective, tally);
        string allowed = Wording.Share(Units.Rest(objective.RequiredShare));
        string share = Wording.Share((double)tally.Overruns / tally.N);
        return verdict switch
        {
            Verdict.Pass => $"{seen}; up to {Wording.Count(overrunsMax)} would pass",
            Verdict.Fail => $"{seen}: {share}, at least {Wording.Share(ClopperPearson.Low(tally.Overruns, tally.N, budget.Fail))}; {allowed} allowed",
            _ when IsWithoutSteadyState(budget) => $"{seen}: {share}; that is no proof of a broken promise, and none of a kept one can be had where steady state never came",
            _ when more is { } further => $"{seen}: {share}; about {Wording.Count(further)} more {tally.Counts} at this share would show that it stays under {allowed}",
            _ => $"{seen}: {share}, not under the {allowed} allowed, but chance could be why",
        };
    }
}
