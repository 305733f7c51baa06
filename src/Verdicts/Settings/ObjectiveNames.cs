using System.Globalization;
using LoadGen.Verdicts.Objectives;

namespace LoadGen.Verdicts.Settings;

/// <summary>Names of objectives that their file gives none: what they ask, as one reads it aloud.</summary>
public static class ObjectiveNames
{
    /// <summary>The metric's name, as files and documents write it.</summary>
    public static string OfMetric(ObjectiveMetric metric) => MetricTraits.Of(metric).Name;

    /// <summary>The unit of a metric's bound: <c>ms</c>, <c>tokens/s</c> or <c>share</c>.</summary>
    public static string UnitOf(ObjectiveMetric metric) => MetricTraits.Of(metric).Unit switch
    {
        BoundUnit.Ms => "ms",
        BoundUnit.TokensPerS => "tokens/s",
        _ => "share",
    };

    /// <summary>A value in the metric's unit, for people: <c>2000 ms</c>, <c>0.1%</c>, <c>25 tokens/s</c>.</summary>
    public static string Value(ObjectiveMetric metric, double value) => MetricTraits.Of(metric).Unit switch
    {
        BoundUnit.Ms => string.Create(CultureInfo.InvariantCulture, $"{value:0.###} ms"),
        BoundUnit.TokensPerS => string.Create(CultureInfo.InvariantCulture, $"{value:0.##} tokens/s"),
        _ => Percent(value),
    };

    /// <summary>A share in percent, with the digits that it needs.</summary>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.####}%");

    internal static string Of(Objective objective, double? percentile)
    {
        string sign = objective.IsLeast ? "≥" : "≤";
        string bound = $"{sign} {Value(objective.Metric, objective.Bound)}";
        string metric = OfMetric(objective.Metric);
        string text = objective switch
        {
            { Metric: ObjectiveMetric.Availability } => string.Create(CultureInfo.InvariantCulture, $"{metric} {bound} of windows of {objective.Window.TotalSeconds:0.###} s"),
            { Metric: ObjectiveMetric.Accuracy } => $"{metric} of {objective.Evaluation} {bound}",
            { Kind: ObjectiveKind.Mean } => $"{metric} mean {bound}",
            { Kind: ObjectiveKind.Share } when percentile is { } p => string.Create(CultureInfo.InvariantCulture, $"{metric} p{p} {bound}"),
            { Kind: ObjectiveKind.Share } => $"{metric} {bound} for {Percent(objective.RequiredShare)} of requests",
            _ => $"{metric} {bound}",
        };
        string[] bands =
        [
            .. objective.Context == Band.All ? (string[])[] : [$"context {Range(objective.Context)}"],
            .. objective.Turns == Band.All ? (string[])[] : [$"turn {Range(objective.Turns)}"],
        ];
        return bands.Length == 0 ? text : $"{text} ({string.Join(", ", bands)})";
    }

    private static string Range(Band band) => band switch
    {
        { To: int.MaxValue } => string.Create(CultureInfo.InvariantCulture, $"{band.From}-"),
        _ when band.From == band.To => string.Create(CultureInfo.InvariantCulture, $"{band.From}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{band.From}-{band.To}"),
    };
}
