using System.Text.Json.Serialization;

namespace LoadGen.Results.Comparing;

/// <summary>What a difference is.</summary>
public enum FigureVerdict
{
    /// <summary>The interval holds 0: it may be chance.</summary>
    [JsonStringEnumMemberName("noise")]
    Noise,

    /// <summary>It is no chance, but within the bound.</summary>
    [JsonStringEnumMemberName("within_bound")]
    WithinBound,

    /// <summary>For the better, past the bound, and no chance.</summary>
    [JsonStringEnumMemberName("improvement")]
    Improvement,

    /// <summary>For the worse, past the bound, and no chance.</summary>
    [JsonStringEnumMemberName("regression")]
    Regression,

    /// <summary>Neither repeats nor records tell what chance does to it.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,
}
