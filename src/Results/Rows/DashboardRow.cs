using System.Globalization;
using System.Text.Json;
using LoadGen.Results.Points;

namespace LoadGen.Results.Rows;

/// <summary>
/// A row as InferenceX's dashboard serves it: the configuration flat, the figures under <c>metrics</c>. It has a prefill and a decode side always;
/// an aggregated engine has the same on both.
/// </summary>
internal static class DashboardRow
{
    public static bool Is(JsonElement row) => row.Field("hardware") is not null && row.Field("metrics") is { ValueKind: JsonValueKind.Object };

    public static ImportedRow? Read(JsonElement row)
    {
        var notes = new List<string>();
        WorkerShape prefill = Shape(row, "prefill");
        WorkerShape decode = Shape(row, "decode");
        bool disaggregated = row.Truth("disagg");
        if (!disaggregated)
        {
            // Such rows count tp × ep where ep is not a further split: the GPUs are tp (times nothing else that these rows know).
            WorkerShape engine = decode with { Gpus = decode.Tp, Workers = 1 };
            if (decode.Gpus != engine.Gpus)
            {
                notes.Add(string.Create(CultureInfo.InvariantCulture, $"num_decode_gpu says {decode.Gpus}, tp × ep: the engine's GPUs are its tp, {engine.Gpus}"));
            }

            decode = engine;
        }

        if (row.Text("hardware") is not { } hardware || row.Text("framework") is not { } framework
            || row.Text("model") is not { } model || row.Text("precision") is not { } precision)
        {
            return null;
        }

        var identity = new PointIdentity
        {
            Hardware = HardwareName.Sku(hardware),
            Framework = framework,
            Model = model,
            Precision = precision,
            SpecDecoding = row.Text("spec_method") ?? "none",
            Disaggregated = disaggregated,
            Multinode = row.Truth("is_multinode"),
            Image = row.Text("image"),
            Isl = row.Whole("isl"),
            Osl = row.Whole("osl"),
            Concurrency = row.Whole("conc"),
            Decode = decode,
            Prefill = disaggregated ? prefill : null,
        };
        return new ImportedRow(identity, row.GetProperty("metrics").Numbers(), Date(row.Text("date")), row.Text("run_url"), notes);
    }

    private static WorkerShape Shape(JsonElement row, string role) => new()
    {
        Tp = Math.Max(1, row.Whole($"{role}_tp") ?? 1),
        Ep = Math.Max(1, row.Whole($"{role}_ep") ?? 1),
        DpAttention = row.Truth($"{role}_dp_attention"),
        Workers = Math.Max(1, row.Whole($"{role}_num_workers") ?? 1),
        Gpus = row.Whole($"num_{role}_gpu") ?? 0,
    };

    private static DateTimeOffset? Date(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset date) ? date : null;
}
