using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LoadGen.Results.Rows;

namespace LoadGen.Results.Scores;

/// <summary>
/// A folder that an evaluation of InferenceX's leaves: <c>meta_env.json</c>, which says what was asked, and lm-eval's <c>results*.json</c>. It becomes
/// the rows that InferenceX's collector makes of it: the newest result, or of a batch the newest of each concurrency that it completed.
/// </summary>
internal static partial class ScoreArtifact
{
    public const string MetaFile = "meta_env.json";

    private const string ResultMark = "lm_eval_version";

    /// <summary>It is the meta file of an artifact, and JSON: one that is not has been named among what is no row.</summary>
    public static bool IsMeta(string file) => Path.GetFileName(file) == MetaFile && Store.RunFiles.TryRead(file) is not null;

    /// <summary>The folder's rows.</summary>
    /// <param name="folder">A folder with <see cref="MetaFile"/>.</param>
    /// <param name="files">Its files that end in .json, that one among them.</param>
    /// <returns>The rows, with the file that each is of, and the files that belong to the artifact; none of a folder that has no result of lm-eval's.</returns>
    /// <exception cref="JsonException">The first file is no JSON.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static (IReadOnlyList<(string File, JsonElement Row)> Rows, IReadOnlyList<string> Files) Read(string folder, IReadOnlyList<string> files)
    {
        JsonObject meta = JsonNode.Parse(File.ReadAllBytes(Path.Combine(folder, MetaFile))) as JsonObject ?? [];
        (string File, JsonElement Result)[] results =
        [
            .. from file in files
               where Path.GetFileName(file) != MetaFile
               let result = Store.RunFiles.TryRead(file)
               where result?.Field(ResultMark) is not null
               select (file, result.Value),
        ];
        var rows = new List<(string, JsonElement)>();
        foreach ((string file, JsonElement result, int? concurrency) in Newest(results, meta))
        {
            foreach (JsonProperty task in result.Field("results") is { ValueKind: JsonValueKind.Object } tasks ? tasks.EnumerateObject().ToArray() : [])
            {
                rows.Add((file, Row(meta, result, task, concurrency)));
            }
        }

        return (rows, [Path.Combine(folder, MetaFile), .. results.Select(result => result.File)]);
    }

    private static IEnumerable<(string File, JsonElement Result, int? Concurrency)> Newest(IReadOnlyList<(string File, JsonElement Result)> results, JsonObject meta)
    {
        var byDate = results.OrderByDescending(result => File.GetLastWriteTimeUtc(result.File)).ThenBy(result => result.File, StringComparer.Ordinal).ToList();
        if (meta["eval_concs"] is not JsonArray batch)
        {
            return byDate.Take(1).Select(result => (result.File, result.Result, (int?)null));
        }

        var completed = (meta["completed_eval_concs"] as JsonArray ?? batch).Select(node => node?.ToString()).ToHashSet(StringComparer.Ordinal);
        return from result in byDate
               let mark = ConcurrencyMark().Match(Path.GetFileName(result.File))
               where mark.Success && completed.Contains(mark.Groups[1].Value)
               group result by int.Parse(mark.Groups[1].Value, CultureInfo.InvariantCulture) into one
               orderby one.Key
               select (one.First().File, one.First().Result, (int?)one.Key);
    }

    // The names of InferenceX's collector, from those of its meta file and of lm-eval.
    private static JsonElement Row(JsonObject meta, JsonElement result, JsonProperty task, int? concurrency)
    {
        var row = (JsonObject)meta.DeepClone();
        row["model_prefix"] = meta["infmax_model_prefix"]?.DeepClone();
        row["model"] = result.Text("model_name") ?? meta["model"]?.ToString();
        row["task"] = task.Name;
        row["n_eff"] = result.Field("n-samples")?.Field(task.Name)?.Number("effective");
        if (concurrency is { } conc)
        {
            row["conc"] = conc;
        }

        JsonElement? configuration = result.Field("configs")?.Field(task.Name);
        string metric = First(configuration?.Field("metric_list"))?.Text("metric") ?? "exact_match";
        string[] filters = configuration?.Field("filter_list") is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(filter => filter.Text("name")).OfType<string>()] : [];
        if (filters.Length == 0)
        {
            bool isAccuracy = task.Value.Field("acc") is not null;
            Put(row, isAccuracy ? "score" : "em_strict", task.Value.Number(isAccuracy ? "acc" : metric), task.Value.Number(isAccuracy ? "acc_stderr" : $"{metric}_stderr"));
        }

        foreach (string filter in filters)
        {
            string? key = filter.Contains("strict", StringComparison.Ordinal) || filter.Contains("resolved", StringComparison.Ordinal) ? "em_strict"
                : filter.Contains("flex", StringComparison.Ordinal) || filter.Contains("extract", StringComparison.Ordinal) ? "em_flexible"
                : null;
            if (key is not null)
            {
                Put(row, key, task.Value.Number($"{metric},{filter}"), task.Value.Number($"{metric}_stderr,{filter}"));
            }
        }

        return Store.RunFiles.Parse(JsonSerializer.SerializeToUtf8Bytes(row, RowJson.Default.JsonObject));
    }

    private static void Put(JsonObject row, string key, double? value, double? error)
    {
        row[key] = value;
        row[$"{key}_se"] = error;
    }

    private static JsonElement? First(JsonElement? list) => list is { ValueKind: JsonValueKind.Array } array && array.GetArrayLength() > 0 ? array[0] : null;

    [GeneratedRegex(@"_conc(\d{1,9})(?:_\d+)?\.json$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex ConcurrencyMark();
}
