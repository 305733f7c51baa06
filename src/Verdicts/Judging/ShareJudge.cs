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
        Verdict verdict = n == 0 ? Verdict.NotEnoughEvidence
            : budget.Pass > 0 && n >= (least ?? 0) && passChance <= budget.Pass ? Verdict.Pass
            : failChance <= budget.Fail ? Verdict.Fail
            : Verdict.NotEnoughEvidence;
        string? foregone = verdict == Verdict.NotEnoughEvidence ? Foregone(ref verdict, tally, required, least ?? 0, budget) : null;
        int overrunsMax = budget.Pass > 0 && n >= (least ?? 0) ? EarlyStopping.OverrunsMax(n, required, budget.Pass) : -1;
        int? more = verdict == Verdict.NotEnoughEvidence && n > 0
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

    // Certain, because the requests that are left could not change it: were all of them overruns, it would pass; were none, it would fail.
    private static string? Foregone(ref Verdict verdict, Tally tally, double required, int least, LookBudget budget)
    {
        if (budget.IsLast || budget.Rest is not { } rest || tally.Counts != "requests")
        {
            return null;
        }

        int n = tally.N + Math.Max(0, rest);
        if (n < tally.N)
        {
            return null;
        }

        if (budget.PassOfLast > 0 && n >= least && EarlyStopping.Chance(n, tally.Overruns + rest, required) <= budget.PassOfLast)
        {
            verdict = Verdict.Pass;
            return $"{Wording.Count(tally.Overruns)} of {Wording.Count(tally.N)} requests: it would pass even if all of the {Wording.Count(rest)} left were overruns";
        }

        if (Binomial.AtLeast(tally.Overruns, n, Units.Rest(required)) <= budget.FailOfLast)
        {
            verdict = Verdict.Fail;
            return $"{Wording.Count(tally.Overruns)} of {Wording.Count(tally.N)} requests: it would fail even if none of the {Wording.Count(rest)} left were an overrun";
        }

        return null;
    }

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
            _ when more is { } further => $"{seen}: {share}; about {Wording.Count(further)} more {tally.Counts} at this share would show that it stays under {allowed}",
            _ => $"{seen}: {share}, not under the {allowed} allowed, but chance could be why",
        };
    }
}
