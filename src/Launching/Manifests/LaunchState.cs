using System.Text.Json.Serialization;

namespace LoadGen.Launching.Manifests;

/// <summary>How far a launch has come.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LaunchState>))]
public enum LaunchState
{
    /// <summary>Nothing runs yet.</summary>
    [JsonStringEnumMemberName("preparing")]
    Preparing,

    /// <summary>Processes run, and do not all serve yet.</summary>
    [JsonStringEnumMemberName("starting")]
    Starting,

    /// <summary>Requests are served.</summary>
    [JsonStringEnumMemberName("ready")]
    Ready,

    /// <summary>Everything is being ended; with a <see cref="LaunchManifest.Failure"/>, something could not be.</summary>
    [JsonStringEnumMemberName("stopping")]
    Stopping,

    /// <summary>Everything is over, as it should be.</summary>
    [JsonStringEnumMemberName("stopped")]
    Stopped,

    /// <summary>Everything is over, and <see cref="LaunchManifest.Failure"/> says why.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}
