using LoadGen.Verdicts.Objectives;
using LoadGen.Verdicts.Settings;

namespace LoadGen.Watching.Windows;

/// <summary>What an objective allows: the share of requests, or of spans of time, that may miss it.</summary>
public static class ErrorBudget
{
    /// <summary>Why an objective has no error budget that a probe could spend; null where it has one.</summary>
    public static string? ProblemOf(Objective objective)
    {
        ArgumentNullException.ThrowIfNull(objective);
        return objective switch
        {
            { Metric: ObjectiveMetric.Accuracy } => "accuracy is not watched: a probe asks no questions; accepted: ttft, ttfvt, tpot, itl, e2e, interactivity, error_rate, rate_limit_rate, truncation_rate, availability",
            { Kind: ObjectiveKind.Whole } => "throughput is not watched: a probe makes no load; accepted: ttft, ttfvt, tpot, itl, e2e, interactivity, error_rate, rate_limit_rate, truncation_rate, availability",
            { Kind: ObjectiveKind.Mean } => "a mean has no error budget that could burn; accepted: percentile, or requests: a share such as 99%",
            _ => null,
        };
    }

    /// <summary>The share that may miss it, 0–1.</summary>
    public static double AllowedShare(Objective objective)
    {
        ArgumentNullException.ThrowIfNull(objective);
        return Units.Rest(objective.RequiredShare);
    }

    /// <summary>How fast a share uses the budget up: 1 spends it exactly, 14.4 spends a month's in two days.</summary>
    /// <param name="share">The share of overruns.</param>
    /// <param name="allowed">The share allowed, above 0.</param>
    public static double Burn(double share, double allowed) => share / allowed;
}
