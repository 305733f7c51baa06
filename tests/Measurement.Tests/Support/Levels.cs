using LoadGen.Measurement.Calibration;
using LoadGen.Measurement.Results;

namespace LoadGen.Measurement.Tests.Support;

/// <summary>Calibrations that never happened.</summary>
internal static class Levels
{
    public const double SeenPerStream = 49.5;

    /// <summary>The machine of <see cref="Calibration"/>.</summary>
    public static EnvironmentInfo Machine { get; } = new("host", "Linux", "6.1", "x64", "cpu", 4, 1 << 30, 0.5, "tsc", true);

    public static CalibrationDocument Calibration { get; } = new()
    {
        Schema = CalibrationDocument.SchemaName,
        SchemaVersion = CalibrationDocument.CurrentVersion,
        Tool = new ToolInfo("loadgen", "0.1.0", "abc", ".NET"),
        Date = new DateTimeOffset(2026, 3, 14, 12, 0, 0, TimeSpan.Zero),
        Host = new CalibrationHost("host", "6.1", "x64", "cpu", 4, [0, 1], [2, 3]),
        Transport = "epoll",
        Clock = "kernel",
        Loops = 2,
        ItlMs = 20,
        LevelDurationS = 5,
        Levels = [At(125, LevelVerdict.Valid), At(250, LevelVerdict.Invalid, "late")],
        Limit = new CalibrationLimit(125, 6000, false),
    };

    public static CalibrationLevel At(int streams, LevelVerdict verdict, params string[] reasons) =>
        new(streams, 50 * streams, SeenPerStream * streams, 120, 0.5, 80, verdict, reasons);
}
