using System.Text.Json.Serialization;

namespace LoadGen.Results.Comparing;

/// <summary>Where an interval comes from.</summary>
public enum IntervalMethod
{
    /// <summary>There is none.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>Repeats on both sides: Welch's interval of the difference of means.</summary>
    [JsonStringEnumMemberName("repeats")]
    Repeats,

    /// <summary>The requests of both sides, resampled.</summary>
    [JsonStringEnumMemberName("requests")]
    Requests,

    /// <summary>The questions that both sides were asked, in pairs: McNemar's exact test.</summary>
    [JsonStringEnumMemberName("questions")]
    Questions,

    /// <summary>The standard errors of two accuracies whose answers are not known.</summary>
    [JsonStringEnumMemberName("standard_errors")]
    StandardErrors,
}
