using System.Runtime.InteropServices;
using System.Security.Cryptography;
using LoadGen.Reporting.Html.Documents;
using LoadGen.Results.Rows;

namespace LoadGen.Reporting.Html;

/// <summary>A report and where its runs lie.</summary>
/// <param name="Document">The page's document.</param>
/// <param name="Folders">The runs' folders, by row.</param>
public sealed record BuiltReport(ReportDocument Document, IReadOnlyDictionary<string, string> Folders);

/// <summary>Folders and files that a report is made of: reads them, and sees whether they have changed.</summary>
public sealed class ReportSource
{
    private static readonly string[] s_watched = ["result.json", "point.json", "evaluation.json", "verdict.json", "search.json"];

    private static readonly EnumerationOptions s_everywhere = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };

    private readonly IReadOnlyList<string> _paths;
    private readonly ReportOptions _options;
    private readonly ReportBuilder _builder;
    private readonly Func<string, RowReading> _read;
    private readonly TimeProvider _time;

    /// <summary>Creates it.</summary>
    /// <param name="paths">Folders and files.</param>
    /// <param name="options">How the report is made.</param>
    /// <param name="builder">Makes it.</param>
    /// <param name="read">Reads the rows of a folder or file.</param>
    /// <param name="time">Dates the report.</param>
    public ReportSource(IReadOnlyList<string> paths, ReportOptions options, ReportBuilder builder, Func<string, RowReading> read, TimeProvider time)
    {
        _paths = paths;
        _options = options;
        _builder = builder;
        _read = read;
        _time = time;
    }

    /// <summary>Reads everything and makes the document.</summary>
    /// <param name="live">For a page that a server tells of news.</param>
    public BuiltReport Build(bool live)
    {
        // Before reading: what changes meanwhile is news the next time.
        string version = Version();
        RowReading reading = new([], []);
        foreach (string path in _paths)
        {
            reading = reading.With(_read(path));
        }

        ReportDocument document = _builder.Build(reading, _options, _time.GetUtcNow(), version, live);
        return new BuiltReport(document, reading.Rows.Where(row => row.Folder is not null).DistinctBy(row => row.Id).ToDictionary(row => row.Id, row => row.Folder!));
    }

    /// <summary>Changes when a run is finished, goes away, or a file of rows is written: a hash over names, sizes and times.</summary>
    public string Version()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (FileInfo file in _paths.SelectMany(Files))
        {
            hash.AppendData(MemoryMarshal.AsBytes(file.FullName.AsSpan()));
            hash.AppendData(MemoryMarshal.AsBytes<long>([file.Exists ? file.Length : -1, file.LastWriteTimeUtc.Ticks]));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }

    private static IEnumerable<FileInfo> Files(string path) => Directory.Exists(path)
        ? new DirectoryInfo(path).EnumerateFiles("*.json", s_everywhere).Where(IsWatched).OrderBy(file => file.FullName, StringComparer.Ordinal)
        : [new FileInfo(path)];

    private static bool IsWatched(FileInfo file) => s_watched.Contains(file.Name) || file.Directory?.Name == "imported";
}
