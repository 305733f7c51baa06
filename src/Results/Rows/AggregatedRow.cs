using System.Text.Json;
using LoadGen.Results.Points;

namespace LoadGen.Results.Rows;

/// <summary>A row as InferenceX's aggregation writes it (<see cref="AggregatedDocument"/>): of one worker, or of workers by role.</summary>
internal static class AggregatedRow
{
    private static readonly HashSet<string> s_shape =
    [
        "conc", "isl", "osl", "tp", "pp", "dcp_size", "pcp_size", "ep", "num_prefill_gpu", "num_decode_gpu", "power_metric_schema_version", "power_valid",
        .. from role in (string[])["prefill", "decode"]
           from field in (string[])["tp", "pp", "dcp_size", "pcp_size", "ep", "num_workers"]
           select $"{role}_{field}",
    ];

    public static bool Is(JsonElement row) => row.Field("hw") is not null && row.Field("infmax_model_prefix") is not null;

    public static ImportedRow? Read(JsonElement row)
    {
        if (row.Text("hw") is not { } hardware || row.Text("framework") is not { } framework
            || row.Text("infmax_model_prefix") is not { } model || row.Text("precision") is not { } precision)
        {
            return null;
        }

        bool hasRoles = row.Field("num_prefill_gpu") is not null;
        int decodeGpus = row.Whole("num_decode_gpu") ?? 0;
        WorkerShape engine = hasRoles ? Role(row, decodeGpus > 0 ? "decode" : "prefill") : Worker(row);
        var identity = new PointIdentity
        {
            Hardware = HardwareName.Sku(row.Text("decode_hw") ?? hardware),
            Framework = framework,
            Model = model,
            ModelName = row.Text("model"),
            Precision = precision,
            SpecDecoding = row.Text("spec_decoding") ?? "none",
            Disaggregated = row.Truth("disagg"),
            Multinode = row.Truth("is_multinode"),
            Image = row.Text("image"),
            Isl = row.Whole("isl"),
            Osl = row.Whole("osl"),
            Concurrency = row.Whole("conc"),
            Decode = engine,
            Prefill = hasRoles && decodeGpus > 0 ? Role(row, "prefill") : null,
            Router = row.Field("router")?.Text("name"),
            RouterVersion = row.Field("router")?.Text("version"),
            KvTransfer = row.Text("kv_p2p_transfer"),
        };
        List<string> notes = [];
        if (row.Text("prefill_hw") is { } prefill && HardwareName.Sku(prefill) != identity.Hardware)
        {
            notes.Add($"prefill runs on {prefill}, decode on {identity.Hardware}: its costs are not those of one SKU");
        }

        return new ImportedRow(identity, row.Numbers().Where(figure => !s_shape.Contains(figure.Key)), null, null, notes);
    }

    private static WorkerShape Worker(JsonElement row)
    {
        int tp = Math.Max(1, row.Whole("tp") ?? 1);
        int pp = Math.Max(1, row.Whole("pp") ?? 1);
        return new WorkerShape
        {
            Tp = tp,
            Pp = pp,
            Ep = Math.Max(1, row.Whole("ep") ?? 1),
            DpAttention = row.Truth("dp_attention"),
            Gpus = tp * pp * Math.Max(1, row.Whole("pcp_size") ?? 1),
        };
    }

    private static WorkerShape Role(JsonElement row, string role) => new()
    {
        Tp = Math.Max(1, row.Whole($"{role}_tp") ?? 1),
        Pp = Math.Max(1, row.Whole($"{role}_pp") ?? 1),
        Ep = Math.Max(1, row.Whole($"{role}_ep") ?? 1),
        DpAttention = row.Truth($"{role}_dp_attention"),
        Workers = Math.Max(1, row.Whole($"{role}_num_workers") ?? 1),
        Gpus = row.Whole($"num_{role}_gpu") ?? 0,
    };
}
