using System.Text.Json;
using LoadGen.Evaluation.Figures;
using LoadGen.Results.Points;
using LoadGen.Results.Rows;

namespace LoadGen.Results.Scores;

/// <summary>
/// A row of InferenceX's evaluations, as its collector (<c>utils/collect_eval_results.py</c>) writes them into <c>agg_eval_*.json</c>: the
/// configuration, the task, <c>em_strict</c>, <c>em_flexible</c>, and the <c>score</c> that it takes for the task's, which is the strict one.
/// </summary>
internal static class ScoreRow
{
    private const string AccuracyName = "accuracy";

    public static bool Is(JsonElement row) => row.Text("task") is not null && row.Text("hw") is not null && row.Field("model_prefix") is not null;

    public static ImportedRow? Read(JsonElement row)
    {
        if (row.Text("model_prefix") is not { } model || row.Text("hw") is not { } hardware || row.Text("framework") is not { } framework
            || row.Text("precision") is not { } precision || Score(row) is not { } score)
        {
            return null;
        }

        bool hasRoles = row.Truth("is_multinode");
        WorkerShape prefill = Shape(row, "prefill_", row.Whole("prefill_num_workers") ?? 1);
        int decodeWorkers = row.Whole("decode_num_workers") ?? 1;
        // As of figures: an aggregated engine of several workers is a prefill role without a decode role.
        bool isPair = hasRoles && decodeWorkers > 0;
        var identity = new PointIdentity
        {
            Hardware = HardwareName.Sku(hardware),
            Framework = framework,
            Model = model,
            ModelName = row.Text("model"),
            Precision = precision,
            SpecDecoding = row.Text("spec_decoding") is { } spec && spec != "unknown" ? spec : "none",
            Disaggregated = isPair,
            Multinode = hasRoles,
            Isl = Length(row, "isl"),
            Osl = Length(row, "osl"),
            Concurrency = Length(row, "conc"),
            Decode = isPair ? Shape(row, "decode_", decodeWorkers) : hasRoles ? prefill : Shape(row, "", 1),
            Prefill = isPair ? prefill : null,
        };
        return new ImportedRow(identity, ScoreFigures.Of([score]), null, null, []) { Scores = [score] };
    }

    // There, 0 is what nobody said.
    private static int? Length(JsonElement row, string name) => row.Whole(name) is > 0 and var length ? length : null;

    private static WorkerShape Shape(JsonElement row, string role, int workers)
    {
        int tp = Math.Max(1, row.Whole($"{role}tp") ?? 1);
        int pp = Math.Max(1, row.Whole($"{role}pp") ?? 1);
        return new WorkerShape
        {
            Tp = tp,
            Pp = pp,
            Ep = Math.Max(1, row.Whole($"{role}ep") ?? 1),
            DpAttention = row.Truth($"{role}dp_attention"),
            Workers = Math.Max(1, workers),
            Gpus = tp * pp * Math.Max(1, workers),
        };
    }

    private static TaskScore? Score(JsonElement row)
    {
        double? strict = row.Number("em_strict");
        double? flexible = row.Number("em_flexible");
        (double? accuracy, double? error) = flexible is not null ? (flexible, row.Number("em_flexible_se"))
            : row.Text("score_name") == AccuracyName || strict is null ? (row.Number("score"), row.Number("score_se"))
            : (strict, row.Number("em_strict_se"));
        if (accuracy is not { } share)
        {
            return null;
        }

        int? asked = row.Whole("n_eff");
        Interval? interval = share is >= 0 and <= 1 && asked > 0 ? Wilson.Of(share, asked.Value) : null;
        return new TaskScore
        {
            Task = row.Text("task")!,
            Accuracy = share,
            Low = interval?.Low,
            High = interval?.High,
            StandardError = error,
            Strict = strict,
            StrictStandardError = row.Number("em_strict_se"),
            Asked = asked,
        };
    }
}
