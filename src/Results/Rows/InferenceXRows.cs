using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using LoadGen.Results.Scores;

namespace LoadGen.Results.Rows;

/// <summary>
/// Reads rows that InferenceX wrote: dashboard rows, <c>agg_*.json</c> of one or of several nodes, arrays of either, raw client files, rows and
/// artifacts of evaluations, and folders of all these. What breaks an identity (<see cref="RowChecks"/>) is flagged; what is no row is named; neither stops the reading.
/// </summary>
public static class InferenceXRows
{
    private const int IdHexDigits = 16;

    /// <summary>Reads a file, or every <c>.json</c> file of a folder and of those below it.</summary>
    /// <exception cref="ResultsException">There is no such file or folder, or the folder cannot be read.</exception>
    public static RowReading Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (File.Exists(path))
        {
            return ReadFile(path);
        }

        string[] files;
        try
        {
            files = Directory.GetFiles(path, "*.json", SearchOption.AllDirectories);
        }
        catch (DirectoryNotFoundException e)
        {
            throw new ResultsException($"{path} does not exist; accepted: a file or folder of InferenceX's rows", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ResultsException($"{path} cannot be read: {e.Message.ReplaceLineEndings(" ")}", e);
        }

        var all = new RowReading([], []);
        foreach (IGrouping<string, string> folder in files.Order(StringComparer.Ordinal).GroupBy(file => Path.GetDirectoryName(file)!))
        {
            all = all.With(ReadFiles(folder.Key, [.. folder]));
        }

        return all with { Rows = ScoreJoin.Join(all.Rows) };
    }

    /// <summary>The artifact of an evaluation as a whole, other files each by itself.</summary>
    private static RowReading ReadFiles(string folder, IReadOnlyList<string> files)
    {
        var all = new RowReading([], []);
        IReadOnlyList<string> taken = [];
        if (files.Any(file => Path.GetFileName(file) == ScoreArtifact.MetaFile))
        {
            try
            {
                (IReadOnlyList<(string File, JsonElement Row)> rows, taken) = ScoreArtifact.Read(folder, files);
                all = rows.Count == 0 ? new RowReading([], [$"{folder}: {ScoreArtifact.MetaFile} without a result of lm-eval's: no evaluation that is over"]) : all;
                foreach ((string file, JsonElement row) in rows)
                {
                    all = all.With(Parse(row, file, DateOf(file)));
                }
            }
            catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
            {
                all = Unreadable(folder, e);
                taken = [Path.Combine(folder, ScoreArtifact.MetaFile)];
            }
        }

        return files.Except(taken).Aggregate(all, (reading, file) => reading.With(ReadFile(file)));
    }

    // Aggregations do not say when they were made: the file's own date is the nearest.
    private static DateTimeOffset DateOf(string path) => new(File.GetLastWriteTimeUtc(path), TimeSpan.Zero);

    private static RowReading Unreadable(string path, Exception e) => new([], [$"{path}: cannot be read ({e.Message.ReplaceLineEndings(" ")})"]);

    private static RowReading ReadFile(string path)
    {
        if (Path.GetFileName(path) == ScoreArtifact.MetaFile)
        {
            // It would pass for a row without a figure.
            return new RowReading([], [$"{path}: says what an evaluation was of, and nothing of what came of it; accepted: its folder"]);
        }

        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using JsonDocument document = JsonDocument.Parse(stream);
            return Parse(document.RootElement, path, DateOf(path));
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return Unreadable(path, e);
        }
    }

    /// <summary>Reads a document: one row, or an array of rows.</summary>
    /// <param name="root">The document.</param>
    /// <param name="name">The file's name, for problems.</param>
    /// <param name="undated">The date of rows that have none.</param>
    public static RowReading Parse(JsonElement root, string name, DateTimeOffset undated)
    {
        var rows = new Dictionary<string, ResultRow>(StringComparer.Ordinal);
        var problems = new List<string>();
        JsonElement[] elements = root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()] : [root];
        for (int i = 0; i < elements.Length; i++)
        {
            string place = root.ValueKind == JsonValueKind.Array ? string.Create(CultureInfo.InvariantCulture, $"{name}[{i}]") : name;
            if (ReadRow(elements[i], undated) is not { } row)
            {
                problems.Add($"{place}: not a row of InferenceX's; accepted: an object with hardware, framework, model, precision and metrics, with hw, framework, infmax_model_prefix and precision, with hw, framework, model_prefix, precision, task and a score, or a client's own with model_id");
            }
            else if (!rows.TryAdd(row.Id, row))
            {
                problems.Add($"{place}: stands there twice, left out");
            }
        }

        return new RowReading([.. rows.Values], problems);
    }

    private static ResultRow? ReadRow(JsonElement element, DateTimeOffset undated)
    {
        ImportedRow? imported = DashboardRow.Is(element) ? DashboardRow.Read(element)
            : ScoreRow.Is(element) ? ScoreRow.Read(element)
            : AggregatedRow.Is(element) ? AggregatedRow.Read(element)
            : RawClientRow.Is(element) ? RawClientRow.Read(element)
            : null;
        if (imported is null)
        {
            return null;
        }

        Dictionary<string, double> metrics = imported.Metrics();
        IReadOnlyList<string> own = RawClientRow.Is(element) ? RowChecks.OfRaw(element) : [];
        return new ResultRow
        {
            Id = "inferencex-" + Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(element, RowJson.Default.JsonElement)))[..IdHexDigits],
            Identity = imported.Identity,
            Metrics = metrics,
            Scores = imported.Scores,
            MeasuredAt = imported.Date ?? undated,
            Source = RowSource.InferenceX,
            Url = imported.Url,
            Flags = [.. own, .. RowChecks.Of(metrics, imported.Identity)],
            Notes = imported.Notes,
        };
    }
}
