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
}
