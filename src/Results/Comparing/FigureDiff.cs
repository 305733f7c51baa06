using System.Text.Json.Serialization;

namespace LoadGen.Results.Comparing;

/// <summary>One figure of one point, before and after. Of several runs it is their mean.</summary>
public sealed record FigureDiff
{
    /// <summary>InferenceX's key.</summary>
    public required string Metric { get; init; }

    /// <summary>Before.</summary>
    public required double Before { get; init; }

    /// <summary>After.</summary>
    public required double After { get; init; }

    /// <summary>(after − before) / before; null where before is 0.</summary>
    public double? Change { get; init; }

    /// <summary>The change's interval, the same way; null where there is none.</summary>
    public double? ChangeLow { get; init; }

    /// <summary>See <see cref="ChangeLow"/>.</summary>
    public double? ChangeHigh { get; init; }

    /// <summary>Where the interval comes from.</summary>
    public IntervalMethod Method { get; init; }

    /// <summary>How likely chance alone makes such a difference of accuracies; null where no test is made.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? PValue { get; init; }

    /// <summary>What it is.</summary>
    public FigureVerdict Verdict { get; init; }
}
