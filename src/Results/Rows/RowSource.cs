using System.Text.Json.Serialization;

namespace LoadGen.Results.Rows;

/// <summary>Where a row comes from.</summary>
public enum RowSource
{
    /// <summary>A run folder of this program.</summary>
    [JsonStringEnumMemberName("run")]
    Run,

    /// <summary>A row of InferenceX's, read from its files.</summary>
    [JsonStringEnumMemberName("inferencex")]
    InferenceX,
}
