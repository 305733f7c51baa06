using System.Collections.Frozen;
using LoadGen.Verdicts.Objectives;

namespace LoadGen.Verdicts.Settings;

/// <summary>What a metric's bound looks like, and which keys an objective on it may have.</summary>
/// <param name="Name">Its name in files and documents.</param>
/// <param name="Unit">The bound's unit.</param>
/// <param name="IsLeast">The bound is a least value.</param>
/// <param name="IsOfRequest">Each request has a value: there is a percentile, a share of requests or a mean to ask for.</param>
/// <param name="HasBands">It can be asked of some prompt lengths or turns alone.</param>
internal sealed record MetricTraits(string Name, BoundUnit Unit, bool IsLeast, bool IsOfRequest, bool HasBands)
{
    private static readonly FrozenDictionary<ObjectiveMetric, MetricTraits> s_all = new Dictionary<ObjectiveMetric, MetricTraits>
    {
        [ObjectiveMetric.Ttft] = OfTime("ttft"),
        [ObjectiveMetric.Ttfvt] = OfTime("ttfvt"),
        [ObjectiveMetric.Tpot] = OfTime("tpot"),
        [ObjectiveMetric.Itl] = OfTime("itl"),
        [ObjectiveMetric.E2e] = OfTime("e2e"),
        [ObjectiveMetric.Interactivity] = new("interactivity", BoundUnit.TokensPerS, IsLeast: true, IsOfRequest: true, HasBands: true),
        [ObjectiveMetric.ErrorRate] = OfShare("error_rate"),
        [ObjectiveMetric.RateLimitRate] = OfShare("rate_limit_rate"),
        [ObjectiveMetric.TruncationRate] = OfShare("truncation_rate"),
        [ObjectiveMetric.Availability] = new("availability", BoundUnit.Share, IsLeast: true, IsOfRequest: false, HasBands: false),
        [ObjectiveMetric.OutputTokensPerS] = new("output_tokens_per_s", BoundUnit.TokensPerS, IsLeast: true, IsOfRequest: false, HasBands: false),
        [ObjectiveMetric.Accuracy] = new("accuracy", BoundUnit.Share, IsLeast: true, IsOfRequest: false, HasBands: false),
    }.ToFrozenDictionary();

    public static MetricTraits Of(ObjectiveMetric metric) => s_all[metric];

    private static MetricTraits OfTime(string name) => new(name, BoundUnit.Ms, IsLeast: false, IsOfRequest: true, HasBands: true);

    private static MetricTraits OfShare(string name) => new(name, BoundUnit.Share, IsLeast: false, IsOfRequest: false, HasBands: true);
}

/// <summary>Units of bounds.</summary>
internal enum BoundUnit
{
    /// <summary>Milliseconds; files write a time with its unit.</summary>
    Ms,

    /// <summary>A share, 0–1; files write percent.</summary>
    Share,

    /// <summary>Tokens a second; files write a number.</summary>
    TokensPerS,
}
