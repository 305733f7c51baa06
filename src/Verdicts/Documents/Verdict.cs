using System.Text.Json.Serialization;

namespace LoadGen.Verdicts.Documents;

/// <summary>What came out, of an objective or of the whole.</summary>
public enum Verdict
{
    /// <summary>The promise holds, with the confidence that the SLA asks for.</summary>
    [JsonStringEnumMemberName("pass")]
    Pass,

    /// <summary>It is broken, with the same confidence.</summary>
    [JsonStringEnumMemberName("fail")]
    Fail,

    /// <summary>What was seen bears out neither.</summary>
    [JsonStringEnumMemberName("not_enough_evidence")]
    NotEnoughEvidence,

    /// <summary>The measurement says more of the client than of the endpoint. Only of the whole.</summary>
    [JsonStringEnumMemberName("invalid")]
    Invalid,
}
