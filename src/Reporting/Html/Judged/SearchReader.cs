using System.Text.Json;
using System.Text.Json.Serialization;
using LoadGen.Reporting.Html.Documents;

namespace LoadGen.Reporting.Html.Judged;

/// <summary>A search's <c>search.json</c>, as far as a report shows it.</summary>
internal static class SearchReader
{
    /// <summary>The file's name.</summary>
    public const string FileName = "search.json";

    // A step's folder lies in the search's, or in a folder of steps there.
    private const int ParentsMax = 2;

    private const long BytesMax = 4L << 20;

    /// <summary>The folder of the search that a run is a step of; null where it is none.</summary>
    public static string? FolderOf(string runFolder)
    {
        DirectoryInfo? folder = new(runFolder);
        for (int i = 0; i <= ParentsMax && folder is not null; i++, folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, FileName)))
            {
                return folder.FullName;
            }
        }

        return null;
    }

    /// <summary>Reads a search.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="runs">The report's rows by folder, absolute.</param>
    /// <returns>The search; null where there is none, with the reason where there should be one.</returns>
    public static (ReportSearch? Search, string? Problem) Read(string folder, IReadOnlyDictionary<string, string> runs)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            if (new FileInfo(path).Length > BytesMax)
            {
                return (null, $"{path} has more than {BytesMax >> 20} MB");
            }

            SearchFile? file = JsonSerializer.Deserialize(File.ReadAllBytes(path), SearchFileJson.Default.SearchFile);
            return file is { Question: { Sla: not null, Variable: not null }, Steps: not null } && file.Steps.All(step => step?.Verdict is not null)
                ? (Shown(file, folder, runs), null)
                : (null, $"{path} has a null where an entry belongs");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return (null, $"{path}: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static ReportSearch Shown(SearchFile file, string folder, IReadOnlyDictionary<string, string> runs) => new()
    {
        Sla = file.Question.Sla,
        By = file.Question.Variable,
        HighestPass = file.HighestPass,
        LowestFail = file.LowestFail,
        Estimate = file.Estimate,
        End = file.End,
        Steps =
        [
            .. file.Steps.Select(step => new ReportSearchStep
            {
                Level = step.Level,
                Repeat = step.Repeat,
                Verdict = step.Verdict,
                Reason = step.Reason,
                Requests = step.Requests,
                GoodputRps = step.GoodputRps is { } goodput ? ReportFigures.Rounded(goodput) : null,
                Run = step.Folder is { Length: > 0 } name && runs.TryGetValue(Path.GetFullPath(Path.Combine(folder, name)), out string? run) ? run : null,
            }),
        ],
    };
}

/// <summary>The file: docs/sla.md names its fields.</summary>
internal sealed record SearchFile
{
    public required SearchQuestion Question { get; init; }

    public double? HighestPass { get; init; }

    public double? LowestFail { get; init; }

    public double? Estimate { get; init; }

    public string? End { get; init; }

    public required IReadOnlyList<SearchStep> Steps { get; init; }
}

/// <summary>What was searched for.</summary>
internal sealed record SearchQuestion
{
    public required string Sla { get; init; }

    public required string Variable { get; init; }
}

/// <summary>One of its measurements.</summary>
internal sealed record SearchStep
{
    public required double Level { get; init; }

    public int Repeat { get; init; }

    public required string Verdict { get; init; }

    public string? Reason { get; init; }

    public int Requests { get; init; }

    public double? GoodputRps { get; init; }

    public string? Folder { get; init; }
}

/// <summary>How it is read: fields that a report does not show are passed over.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SearchFile))]
internal sealed partial class SearchFileJson : JsonSerializerContext;
