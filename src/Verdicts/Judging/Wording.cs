using System.Globalization;
using LoadGen.Verdicts.Objectives;
using LoadGen.Verdicts.Settings;

namespace LoadGen.Verdicts.Judging;

/// <summary>The lines that say why.</summary>
internal static class Wording
{
    public static string Count(int count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>So many overruns of so many, as <c>3 of 1,200 requests over 2000 ms (2 failed)</c>.</summary>
    public static string Overruns(Objective objective, Tally tally)
    {
        string failed = objective.Kind == ObjectiveKind.Share && tally.Failed > 0 ? $" ({Count(tally.Failed)} failed)" : "";
        return $"{Count(tally.Overruns)} of {Count(tally.N)} {tally.Counts} {Missed(objective)}{failed}";
    }

    /// <summary>A share with three digits: shares of overruns are small.</summary>
    public static string Share(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.###}%");

    private static string Missed(Objective objective) => objective.Metric switch
    {
        ObjectiveMetric.ErrorRate => "failed",
        ObjectiveMetric.RateLimitRate => "refused with 429",
        ObjectiveMetric.TruncationRate => "cut short or of the wrong length",
        ObjectiveMetric.Availability => "down",
        ObjectiveMetric.Accuracy => "wrong",
        _ => $"{(objective.IsLeast ? "under" : "over")} {ObjectiveNames.Value(objective.Metric, objective.Bound)}",
    };
}
