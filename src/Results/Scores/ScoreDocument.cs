using System.Text.Encodings.Web;
using System.Text.Json;
using LoadGen.Results.Points;
using LoadGen.Results.Rows;

namespace LoadGen.Results.Scores;

/// <summary>
/// <c>agg_eval_*.json</c>: a point's scores as InferenceX's collector (<c>utils/collect_eval_results.py</c>) writes them, an array of a row for each
/// task, field for field and in its order, with its habits: SKU in capitals, words for <c>dp_attention</c>, both roles' fields also for one worker.
/// </summary>
public static class ScoreDocument
{
    private const string Unknown = "unknown";

    private static readonly JsonWriterOptions s_options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The file's name for a point.</summary>
    public static string FileName(string pointId) => $"agg_eval_{pointId}.json";

    /// <summary>Writes <c>agg_eval_POINT_ID.json</c> into a run's folder from the evaluations that the folder has, whole or not at all; nothing where it has none.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="pointId">The point's id.</param>
    /// <param name="identity">What was asked.</param>
    /// <exception cref="ResultsException">The folder cannot be written.</exception>
    public static void WriteFile(string folder, string pointId, PointIdentity identity)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentException.ThrowIfNullOrEmpty(pointId);
        IReadOnlyList<TaskScore> scores = RunScores.Read(folder).Scores;
        if (scores.Count == 0)
        {
            return;
        }

        string path = Path.Combine(folder, FileName(pointId));
        string temporary = path + ".tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                Write(stream, identity, [.. scores.Select(score => score with { File = score.File is { } file ? Path.GetRelativePath(folder, file) : null })]);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ResultsException($"{path} cannot be written ({e.Message.ReplaceLineEndings(" ")})", e);
        }
    }

    /// <summary>Writes the document.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="identity">What was asked.</param>
    /// <param name="scores">Its scores.</param>
    public static void Write(Stream output, PointIdentity identity, IReadOnlyList<TaskScore> scores)
    {
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(scores);
        using var json = new Utf8JsonWriter(output, s_options);
        json.WriteStartArray();
        foreach (TaskScore score in scores)
        {
            json.WriteStartObject();
            WriteConfiguration(json, identity);
            WriteScore(json, score);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteConfiguration(Utf8JsonWriter json, PointIdentity identity)
    {
        bool hasRoles = AggregatedDocument.NeedsRoles(identity);
        WorkerShape prefill = identity.Prefill ?? identity.Decode;
        WorkerShape decode = !hasRoles || identity.Prefill is not null ? identity.Decode : new WorkerShape { Tp = 0, Ep = 0, Workers = 0, Gpus = 0 };
        json.WriteBoolean("is_multinode", hasRoles);
        json.WriteString("model_prefix", identity.Model);
        json.WriteString("model", identity.ModelName ?? Unknown);
        json.WriteString("hw", identity.Hardware.ToUpperInvariant());
        json.WriteString("framework", identity.Framework.ToLowerInvariant());
        json.WriteString("precision", identity.Precision.ToLowerInvariant());
        json.WriteString("spec_decoding", identity.SpecDecoding);
        json.WriteNumber("isl", identity.Isl ?? 0);
        json.WriteNumber("osl", identity.Osl ?? 0);
        json.WriteNumber("tp", AggregatedDocument.TpOf(prefill));
        json.WriteNumber("ep", prefill.Ep);
        WriteRole(json, "prefill", prefill);
        WriteRole(json, "decode", decode);
        json.WriteNumber("conc", identity.Concurrency ?? 0);
        json.WriteString("dp_attention", !hasRoles || prefill.DpAttention == decode.DpAttention
            ? AggregatedDocument.Word(prefill.DpAttention)
            : $"prefill={AggregatedDocument.Word(prefill.DpAttention)},decode={AggregatedDocument.Word(decode.DpAttention)}");
        json.WriteString("prefill_dp_attention", AggregatedDocument.Word(prefill.DpAttention));
        json.WriteString("decode_dp_attention", AggregatedDocument.Word(decode.DpAttention));
    }

    private static void WriteRole(Utf8JsonWriter json, string role, WorkerShape shape)
    {
        json.WriteNumber($"{role}_tp", shape.Tp == 0 ? 0 : AggregatedDocument.TpOf(shape));
        json.WriteNumber($"{role}_ep", shape.Ep);
        json.WriteNumber($"{role}_num_workers", shape.Workers);
    }

    private static void WriteScore(Utf8JsonWriter json, TaskScore score)
    {
        json.WriteString("task", score.Task);
        WriteNumber(json, "em_strict", score.Strict);
        WriteNumber(json, "em_strict_se", score.StrictStandardError);
        WriteNumber(json, "em_flexible", score.Accuracy);
        WriteNumber(json, "em_flexible_se", score.StandardError);
        WriteNumber(json, "n_eff", score.Asked);
        json.WriteString("source", score.File);
        // The strict one is the task's score there, and an accuracy where there is none.
        bool isStrict = score.Strict is not null;
        WriteNumber(json, "score", isStrict ? score.Strict : score.Accuracy);
        json.WriteString("score_name", isStrict ? "em_strict" : "accuracy");
        WriteNumber(json, "score_se", isStrict ? score.StrictStandardError : score.StandardError);
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
