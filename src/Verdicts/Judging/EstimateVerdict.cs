using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Objectives;
using LoadGen.Verdicts.Settings;
using LoadGen.Verdicts.Statistics;

namespace LoadGen.Verdicts.Judging;

/// <summary>A figure whose spread is found by resampling: a mean, a throughput.</summary>
internal sealed record Estimate
{
    public required string Kind { get; init; }

    public required string Of { get; init; }

    public required string Counts { get; init; }

    public required int N { get; init; }

    public int Failed { get; init; }

    public int WithoutValue { get; init; }

    public required double? Seen { get; init; }

    /// <summary>Null where there is too little, or where it is not yet the time.</summary>
    public required BlockBootstrap? Bootstrap { get; init; }

    public required string Method { get; init; }

    /// <summary>What there must be.</summary>
    public required string TooFew { get; init; }
}

/// <summary>Judges an estimate by the ends of its intervals.</summary>
internal static class EstimateVerdict
{
    public static ObjectiveVerdict Of(Objective objective, LookBudget budget, Estimate estimate)
    {
        double confidence = 1 - budget.Whole;
        (Verdict verdict, string reason) = Decide(objective, budget, estimate);
        return new ObjectiveVerdict
        {
            Name = objective.Name,
            Metric = ObjectiveNames.OfMetric(objective.Metric),
            Kind = estimate.Kind,
            Unit = ObjectiveNames.UnitOf(objective.Metric),
            Bound = objective.Bound,
            IsLeast = objective.IsLeast,
            Place = objective.Place,
            Verdict = verdict,
            Reason = reason,
            Counts = estimate.Counts,
            N = estimate.N,
            Failed = estimate.Failed,
            WithoutValue = estimate.WithoutValue,
            Seen = estimate.Seen,
            Interval = estimate.Bootstrap is { } bootstrap && Ends(bootstrap, budget.Whole / 2) is { } ends
                ? new IntervalInfo(ends.Low, ends.High, confidence, estimate.Of, estimate.Method)
                : null,
            PassChanceMax = budget.Pass,
            FailChanceMax = budget.Fail,
        };
    }

    // Where nearly all blocks are alike, what was drawn may say nothing of how far the mean could lie: then there are no ends.
    private static (double Low, double High)? Ends(BlockBootstrap bootstrap, double tail) =>
        (bootstrap.Low(tail), bootstrap.High(tail)) is var ends && double.IsFinite(ends.Item1) && double.IsFinite(ends.Item2) ? ends : null;

    private static (Verdict Verdict, string Reason) Decide(Objective objective, LookBudget budget, Estimate estimate)
    {
        if (!budget.IsLast)
        {
            return (Verdict.NotEnoughEvidence, "the run ended before it was judged: means and throughput are, at the end of a whole run");
        }

        if (estimate.Bootstrap is not { } bootstrap)
        {
            return (Verdict.NotEnoughEvidence, $"{Wording.Count(estimate.N)} {estimate.Counts}; there must be {estimate.TooFew}");
        }

        string Text(double value) => ObjectiveNames.Value(objective.Metric, value);
        string seen = $"{Text(bootstrap.Mean)}{(estimate.Failed > 0 ? $" of those completed ({Wording.Count(estimate.Failed)} failed)" : "")}";
        (double low, double high) = budget.Pass > 0 ? (bootstrap.Low(budget.Pass), bootstrap.High(budget.Pass)) : (double.NegativeInfinity, double.PositiveInfinity);
        if (objective.IsLeast ? low >= objective.Bound : high <= objective.Bound)
        {
            return (Verdict.Pass, $"{seen}, {(objective.IsLeast ? $"at least {Text(low)}" : $"at most {Text(high)}")}");
        }

        (low, high) = (bootstrap.Low(budget.Fail), bootstrap.High(budget.Fail));
        if (objective.IsLeast ? high < objective.Bound : low > objective.Bound)
        {
            return (Verdict.Fail, $"{seen}, {(objective.IsLeast ? $"at most {Text(high)}" : $"at least {Text(low)}")}");
        }

        return (Verdict.NotEnoughEvidence, double.IsFinite(low) && double.IsFinite(high)
            ? $"{seen}, somewhere from {Text(low)} to {Text(high)}; a longer run narrows it"
            : $"{seen}; nearly all is alike, which does not say how far off that may be; a longer run does");
    }
}
