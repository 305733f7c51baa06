using System.Text.Json.Serialization;

namespace LoadGen.Measurement.Host;

/// <summary>What a look at this host found before a run.</summary>
/// <param name="Check">Which check: <c>open_files</c>, <c>local_ports</c>, <c>accept_queue</c>, <c>syn_queue</c> or <c>source_address</c>.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Message">One line: what, and against which limit.</param>
/// <param name="Fix">The command or option that mends it; null where nothing is to be mended.</param>
public sealed record HostFinding(string Check, HostSeverity Severity, string Message, string? Fix)
{
    /// <summary>The message with its remedy, in one line.</summary>
    public override string ToString() => Fix is null ? Message : $"{Message}; fix: {Fix}";
}

/// <summary>How bad a finding is. A closed set.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HostSeverity>))]
public enum HostSeverity
{
    /// <summary>Something was adapted, and all is well.</summary>
    [JsonStringEnumMemberName("info")]
    Info,

    /// <summary>The run can go ahead, and its figures may suffer.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>The run cannot do what it is asked to.</summary>
    [JsonStringEnumMemberName("error")]
    Error,
}
