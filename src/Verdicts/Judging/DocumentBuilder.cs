using System.Runtime.InteropServices;
using LoadGen.Measurement.Timelines;
using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Objectives;
using LoadGen.Verdicts.Observations;
using LoadGen.Verdicts.Settings;
using LoadGen.Verdicts.Statistics;

namespace LoadGen.Verdicts.Judging;

/// <summary>Puts a verdict's document together.</summary>
internal static class DocumentBuilder
{
    // A p-value below this is said: the intervals are then too narrow.
    private const double ClusteredBelow = 0.01;

    public static VerdictDocument Build(
        Sla sla,
        JudgeOptions options,
        RequestCounts counts,
        IReadOnlyList<LookInfo> looks,
        IReadOnlyList<ObjectiveVerdict> objectives,
        List<Observation> judged,
        RunFacts facts,
        bool stoppedEarly)
    {
        Verdict verdict = facts.InvalidReasons.Count > 0 ? Verdict.Invalid : LookSchedule.Together(objectives.Select(objective => objective.Verdict));
        DispersionInfo? dispersion = DispersionOf(sla.Objectives, judged);
        return new VerdictDocument
        {
            Sla = sla.Name,
            Load = sla.Load.Stated,
            Verdict = verdict,
            Reason = Reason(verdict, objectives, facts),
            Confidence = sla.Confidence,
            StopEarly = options.StopEarly!.Value,
            StoppedEarly = stoppedEarly,
            PlannedRequests = options.PlannedRequests,
            Requests = counts,
            Looks = looks,
            Objectives = [.. objectives.Zip(sla.Objectives, (verdict, objective) => verdict with { Context = BandInfo.Of(objective.Context), Turns = BandInfo.Of(objective.Turns) })],
            Goodput = Goodput(sla.Objectives, judged),
            Worst = WorstRequests.Of(sla.Objectives, judged),
            Dispersion = dispersion,
            Notes = [.. facts.Notes, .. Notes(dispersion)],
            InvalidReasons = facts.InvalidReasons,
        };
    }

    private static string Reason(Verdict verdict, IReadOnlyList<ObjectiveVerdict> objectives, RunFacts facts)
    {
        if (verdict == Verdict.Invalid)
        {
            return $"the measurement is invalid: {facts.InvalidReasons[0]}";
        }

        ObjectiveVerdict[] those = [.. objectives.Where(objective => objective.Verdict == verdict)];
        return verdict switch
        {
            Verdict.Pass => objectives.Count == 1 ? "the objective holds" : $"all {objectives.Count} objectives hold",
            Verdict.Fail => $"{those.Length} of {objectives.Count} objectives {(those.Length == 1 ? "is" : "are")} broken: {string.Join("; ", those.Select(objective => objective.Name))}",
            _ => $"{those.Length} of {objectives.Count} objectives {(those.Length == 1 ? "is" : "are")} neither borne out nor refuted: {string.Join("; ", those.Select(objective => objective.Name))}",
        };
    }

    private static GoodputInfo Goodput(IReadOnlyList<Objective> objectives, List<Observation> judged)
    {
        Objective[] ofRequests = [.. objectives.Where(objective => objective.Kind == ObjectiveKind.Share)];
        int good = 0;
        double firstS = double.PositiveInfinity;
        double lastS = double.NegativeInfinity;
        foreach (ref readonly Observation request in CollectionsMarshal.AsSpan(judged))
        {
            firstS = Math.Min(firstS, request.IntendedS);
            lastS = Math.Max(lastS, request.IntendedS);
            good += IsGood(ofRequests, request) ? 1 : 0;
        }

        // n requests that are due have n − 1 gaps between them.
        int n = judged.Count;
        double? rate = n > 1 && lastS > firstS ? good * (n - 1.0) / n / (lastS - firstS) : null;
        return new GoodputInfo(good, n == 0 ? null : (double)good / n, rate);
    }

    private static bool IsGood(Objective[] objectives, in Observation request)
    {
        if (request.Outcome != Outcome.Completed)
        {
            return false;
        }

        foreach (Objective objective in objectives)
        {
            if (objective.Applies(request) && !objective.IsMet(request))
            {
                return false;
            }
        }

        return true;
    }

    // Of the objective with most overruns: it has most to tell by.
    private static DispersionInfo? DispersionOf(IReadOnlyList<Objective> objectives, List<Observation> judged)
    {
        (Objective Objective, bool[] IsOverrun)? most = null;
        int overruns = 0;
        foreach (Objective objective in objectives.Where(objective => objective.Kind == ObjectiveKind.Share || RateOfRequests(objective)))
        {
            bool[] isOverrun = [.. judged.Where(request => objective.Applies(request)).Select(request => !objective.IsMet(request))];
            int count = isOverrun.Count(overrun => overrun);
            if (count > overruns)
            {
                (most, overruns) = ((objective, isOverrun), count);
            }
        }

        return most is { } tested && Dispersion.Of(tested.IsOverrun) is { } found
            ? new DispersionInfo(tested.Objective.Name, found.Blocks, found.VarianceRatio, found.PValue, found.PValue < ClusteredBelow)
            : null;
    }

    private static bool RateOfRequests(Objective objective) =>
        objective.Metric is ObjectiveMetric.ErrorRate or ObjectiveMetric.RateLimitRate or ObjectiveMetric.TruncationRate;

    private static IEnumerable<string> Notes(DispersionInfo? dispersion)
    {
        if (dispersion is { IsClustered: true })
        {
            yield return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"overruns of {dispersion.Objective} come in clusters (their variance over {dispersion.Blocks} blocks is {dispersion.VarianceRatio:0.0} times that of independent requests): the verdict is less sure than its confidence says; run longer, or several times");
        }
    }
}
