using LoadGen.Measurement.Results;

namespace LoadGen.Measurement.Calibration;

/// <summary>A calibration's file: how much of a load this program measures faithfully on a host. docs/calibration.md describes each key.</summary>
public sealed record CalibrationDocument
{
    /// <summary>The only schema there is.</summary>
    public const string SchemaName = "loadgen.calibration";

    /// <summary>The version this program writes and reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Always <see cref="SchemaName"/>.</summary>
    public required string Schema { get; init; }

    /// <summary>Goes up when a key changes its meaning or goes away.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>The program that was calibrated.</summary>
    public required ToolInfo Tool { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>Where it was made.</summary>
    public required CalibrationHost Host { get; init; }

    /// <summary>How bytes were received.</summary>
    public required string Transport { get; init; }

    /// <summary>Where a read's time comes from: <c>kernel</c> or <c>user</c>.</summary>
    public required string Clock { get; init; }

    /// <summary>Event loops of the client.</summary>
    public required int Loops { get; init; }

    /// <summary>Time between the tokens of a stream, ms.</summary>
    public required double ItlMs { get; init; }

    /// <summary>How long each level streamed, s.</summary>
    public required double LevelDurationS { get; init; }

    /// <summary>What was tried, in the order of the streams.</summary>
    public required IReadOnlyList<CalibrationLevel> Levels { get; init; }

    /// <summary>The highest valid level; null when none was.</summary>
    public CalibrationLimit? Limit { get; init; }
}

/// <summary>The host of a calibration.</summary>
/// <param name="Hostname">Its name.</param>
/// <param name="Kernel">Kernel release.</param>
/// <param name="Architecture">Process architecture.</param>
/// <param name="CpuModel">Processor; null when unknown.</param>
/// <param name="CpuCores">Processors the program may use.</param>
/// <param name="ServerCores">Of these, the paced server's.</param>
/// <param name="ClientCores">Of these, the client's.</param>
public sealed record CalibrationHost(
    string Hostname, string Kernel, string Architecture, string? CpuModel, int CpuCores, IReadOnlyList<int> ServerCores, IReadOnlyList<int> ClientCores);

/// <summary>One level.</summary>
/// <param name="Streams">Streams at once.</param>
/// <param name="TokensPerSAsked">Tokens a second that many paced streams make.</param>
/// <param name="TokensPerSSeen">Tokens a second the client received between first and last tokens.</param>
/// <param name="ObserverDelayUsP99">The client's own delay at p99, µs; null where it is not known.</param>
/// <param name="CpuShare">CPU of the client's busiest loop, or of all its cores where that is not known, 0–1.</param>
/// <param name="ServerLatenessUsP99">How late the server itself was at p99, µs; null when it could not be asked.</param>
/// <param name="Verdict">What follows.</param>
/// <param name="Reasons">Why it is not valid, one line each.</param>
public sealed record CalibrationLevel(
    int Streams, double TokensPerSAsked, double TokensPerSSeen, double? ObserverDelayUsP99, double CpuShare, double? ServerLatenessUsP99,
    LevelVerdict Verdict, IReadOnlyList<string> Reasons);

/// <summary>The host's limit.</summary>
/// <param name="Streams">Streams of the highest valid level.</param>
/// <param name="TokensPerS">Tokens a second it received.</param>
/// <param name="IsLowerBound">The client may be able to do more: no level above was invalid by its doing.</param>
public sealed record CalibrationLimit(int Streams, double TokensPerS, bool IsLowerBound);
