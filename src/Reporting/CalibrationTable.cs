using System.Globalization;
using LoadGen.Measurement.Calibration;

namespace LoadGen.Reporting;

/// <summary>A calibration on a terminal: a row as soon as its level is over, the limit at the end.</summary>
public static class CalibrationTable
{
    private static readonly (string Title, int Width)[] s_columns =
        [("streams", 8), ("tok/s asked", 12), ("tok/s seen", 12), ("observer p99 µs", 16), ("CPU share", 10), ("server late p99 µs", 19)];

    /// <summary>Prints the titles.</summary>
    public static void WriteHeader(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.WriteLine(Aligned(s_columns.Select(c => c.Title)) + "  verdict");
    }

    /// <summary>Prints a level, and under it why it is not valid.</summary>
    public static void WriteRow(CalibrationLevel level, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(level);
        ArgumentNullException.ThrowIfNull(output);
        string[] cells =
        [
            Figures.Count(level.Streams), Whole(level.TokensPerSAsked), Whole(level.TokensPerSSeen), Whole(level.ObserverDelayUsP99),
            level.CpuShare.ToString("P0", CultureInfo.InvariantCulture), Whole(level.ServerLatenessUsP99),
        ];
        output.WriteLine($"{Aligned(cells)}  {Name(level.Verdict)}");
        foreach (string reason in level.Reasons)
        {
            output.WriteLine("         " + reason);
        }
    }

    /// <summary>Prints the limit.</summary>
    public static void WriteLimit(CalibrationDocument document, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(output);
        output.WriteLine(document.Limit is { } limit
            ? $"Limit of this host: {(limit.IsLowerBound ? "at least " : "")}{Whole(limit.TokensPerS)} tok/s, {Figures.Count(limit.Streams)} streams × {Figures.Number(1000 / document.ItlMs)} tok/s{(limit.IsLowerBound ? $" ({Bound(document)})" : "")}"
            : "Limit of this host: none found, no level was valid");
    }

    private static string Bound(CalibrationDocument document) =>
        document.Levels.Any(level => level.Verdict == LevelVerdict.ServerBound) ? "the paced server gave out first" : "no level was invalid";

    private static string Aligned(IEnumerable<string> cells) => string.Concat(cells.Zip(s_columns, (cell, column) => cell.PadLeft(column.Width)));

    private static string Whole(double? value) => value is { } v ? Figures.Count((long)Math.Round(v)) : "-";

    private static string Name(LevelVerdict verdict) => verdict switch
    {
        LevelVerdict.Valid => "valid",
        LevelVerdict.Invalid => "invalid",
        _ => "server-bound",
    };
}
