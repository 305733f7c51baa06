using LoadGen.Verdicts.Objectives;

namespace LoadGen.Verdicts.Documents;

/// <summary>An objective's verdict, with all that it rests on.</summary>
public sealed record ObjectiveVerdict
{
    /// <summary>The objective's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its metric, as SLA files name it.</summary>
    public required string Metric { get; init; }

    /// <summary>How requests' values become one: <c>share</c>, <c>mean</c>, <c>rate</c> or <c>whole</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The unit of bound and seen value: <c>ms</c>, <c>tokens/s</c> or <c>share</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>The bound.</summary>
    public required double Bound { get; init; }

    /// <summary>The bound is a least value.</summary>
    public required bool IsLeast { get; init; }

    /// <summary>The least share of requests (windows, questions) that must keep to it; null of means and throughput.</summary>
    public double? RequiredShare { get; init; }

    /// <summary>Prompt lengths that it holds for, tokens; null of all.</summary>
    public BandInfo? Context { get; init; }

    /// <summary>Turns that it holds for, from 1; null of all.</summary>
    public BandInfo? Turns { get; init; }

    /// <summary>Where it stands in the SLA's file.</summary>
    public string Place { get; init; } = "";

    /// <summary>What came out.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Why, in a line.</summary>
    public required string Reason { get; init; }

    /// <summary>What <see cref="N"/> counts: <c>requests</c>, <c>windows</c>, <c>questions</c> or <c>blocks</c> of time.</summary>
    public required string Counts { get; init; }

    /// <summary>How many were judged.</summary>
    public required int N { get; init; }

    /// <summary>Of them, those that did not keep to the bound, failed ones included; null of means and throughput.</summary>
    public int? Overruns { get; init; }

    /// <summary>The most overruns at which <see cref="N"/> would have passed; negative where even none would be too many.</summary>
    public int? OverrunsAllowed { get; init; }

    /// <summary>Overruns that are requests which did not complete.</summary>
    public int Failed { get; init; }

    /// <summary>Completed requests without a value (the TPOT of a single token): neither kept nor missed.</summary>
    public int WithoutValue { get; init; }

    /// <summary>The overruns' share; null of means and throughput.</summary>
    public double? OverrunShare { get; init; }

    /// <summary>What was seen, in the bound's unit: the percentile, the mean, the rate. Null of none, or where the percentile is a failed request.</summary>
    public double? Seen { get; init; }

    /// <summary>Ends of the interval of the overruns' share, or of the mean or throughput.</summary>
    public IntervalInfo? Interval { get; init; }

    /// <summary>The chance of so few overruns from an endpoint that just breaks the promise; a pass needs <see cref="PassChanceMax"/> at most.</summary>
    public double? PassChance { get; init; }

    /// <summary>What the chance of a false pass may be at the deciding look.</summary>
    public required double PassChanceMax { get; init; }

    /// <summary>The chance of so many overruns from an endpoint that just keeps the promise; a fail needs <see cref="FailChanceMax"/> at most.</summary>
    public double? FailChance { get; init; }

    /// <summary>What the chance of a false fail may be at the deciding look: this objective's part of it.</summary>
    public required double FailChanceMax { get; init; }

    /// <summary>The fewest that can pass: with these, one overrun would still do. Null where there is no such floor.</summary>
    public int? Least { get; init; }

    /// <summary>How many more would be needed at the seen share of overruns; null where it is judged, or where no number would do.</summary>
    public int? More { get; init; }
}

/// <summary>A band of whole numbers that an objective holds for, both ends part of it.</summary>
/// <param name="From">Its least.</param>
/// <param name="To">Its most; null for no end.</param>
public sealed record BandInfo(int From, int? To)
{
    /// <summary>The band of an objective; null of all numbers.</summary>
    public static BandInfo? Of(Band band) => band == Band.All ? null : new BandInfo(band.From, band.To == int.MaxValue ? null : band.To);
}

/// <summary>A confidence interval.</summary>
/// <param name="Low">Its lower end.</param>
/// <param name="High">Its upper end.</param>
/// <param name="Confidence">How often such intervals hold the true value.</param>
/// <param name="Of">What it is of: <c>overrun_share</c>, <c>mean</c> or <c>output_tokens_per_s</c>.</param>
/// <param name="Method">How it was found.</param>
public sealed record IntervalInfo(double Low, double High, double Confidence, string Of, string Method);
