using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Objectives;
using LoadGen.Verdicts.Settings;

namespace LoadGen.Reporting.Html.Judged;

/// <summary>An objective as its verdict states it, so that requests can be held against it without the SLA's file.</summary>
internal static class StatedObjective
{
    private static readonly Dictionary<string, ObjectiveMetric> s_metrics = Enum.GetValues<ObjectiveMetric>().ToDictionary(ObjectiveNames.OfMetric, StringComparer.Ordinal);

    /// <summary>The objective; null where it is of another kind than a report knows.</summary>
    public static Objective? Of(ObjectiveVerdict verdict)
    {
        ObjectiveKind? kind = verdict.Kind switch
        {
            "share" => ObjectiveKind.Share,
            "mean" => ObjectiveKind.Mean,
            "rate" => ObjectiveKind.Rate,
            _ => null,
        };
        return kind is not { } known || !s_metrics.TryGetValue(verdict.Metric, out ObjectiveMetric metric) ? null : new Objective
        {
            Name = verdict.Name,
            Metric = metric,
            Kind = known,
            Bound = verdict.Bound,
            IsLeast = verdict.IsLeast,
            RequiredShare = verdict.RequiredShare ?? 0,
            Context = Band(verdict.Context),
            Turns = Band(verdict.Turns),
        };
    }

    private static Band Band(BandInfo? stated) => stated is { } band ? new Band(band.From, band.To ?? int.MaxValue) : Verdicts.Objectives.Band.All;
}
