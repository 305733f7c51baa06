using System.Text.Json.Serialization;

namespace LoadGen.Measurement.Calibration;

/// <summary>What a level says of the client. A closed set.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LevelVerdict>))]
public enum LevelVerdict
{
    /// <summary>The pace was kept and the measurement was valid.</summary>
    [JsonStringEnumMemberName("valid")]
    Valid,

    /// <summary>The measurement was invalid, and not by the server's doing.</summary>
    [JsonStringEnumMemberName("invalid")]
    Invalid,

    /// <summary>The paced server was late or too slow: nothing is known of the client but that it did what it was given.</summary>
    [JsonStringEnumMemberName("server_bound")]
    ServerBound,
}
