using System.Globalization;
using System.Text;
using System.Text.Json;
using LoadGen.Results.Points;

namespace LoadGen.Results.Tests.Support;

/// <summary>Run folders with as much in them as the store reads.</summary>
internal static class Runs
{
    public static readonly PointIdentity Identity = new()
    {
        Hardware = "h200", Framework = "sglang", Model = "dsr1", Precision = "fp8", Isl = 1024, Osl = 128, Concurrency = 16, Decode = new WorkerShape { Tp = 8, Gpus = 8 },
    };

    /// <summary>Writes a run: <paramref name="scale"/> times slower in everything than one of 200 output tokens and 1,600 tokens a second.</summary>
    public static string Write(
        TemporaryFolder folder, string name, PointIdentity? identity = null, double scale = 1, int second = 0, string status = "complete", bool valid = true, int repeat = 1)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $$$"""
            {"schema":"loadgen.result","schema_version":1,"status":"{{{status}}}","status_reasons":[{{{(status == "complete" ? "" : "\"interrupted\"")}}}],"simulated":true,
             "started_at":"2026-07-01T10:00:{{{second:00}}}+00:00","duration_s":10,"target":{"url":"http://x/","model":"org/Model"},
             "configuration":{"isl":1024,"osl":128,"concurrency":16,"rate_rps":null,"trace":null,"launch_manifest":null},
             "validity":{"valid":{{{(valid ? "true" : "false")}}},"reasons":[{{{(valid ? "" : "\"client bound\"")}}}],"bounds":{}},"power":null}
            """);
        folder.Write($"{name}/result.json", text);
        folder.Write($"{name}/inferencex.json", string.Create(CultureInfo.InvariantCulture, $$"""
            {"date":"20260701-100000","backend":"vllm","model_id":"org/Model","max_concurrency":16,"duration":10,"completed":160,"total_input_tokens":14000,
             "total_output_tokens":2000,"request_throughput":{{16 / scale}},"output_throughput":{{200 / scale}},"total_token_throughput":{{1600 / scale}},
             "mean_ttft_ms":{{100 * scale}},"median_ttft_ms":{{100 * scale}},"std_ttft_ms":1,"median_tpot_ms":{{20 * scale}},"std_tpot_ms":1,"median_itl_ms":{{20 * scale}}}
            """));
        if (identity is not null)
        {
            var document = new PointDocument
            {
                Id = Path.GetFileName(name), Configuration = "c", Sweep = "s", Repeat = repeat, Fingerprint = "f" + name, Identity = identity,
                StartedAt = DateTimeOffset.UnixEpoch, EndedAt = DateTimeOffset.UnixEpoch,
            };
            folder.Write($"{name}/point.json", JsonSerializer.Serialize(document, PointJson.Options));
        }

        return Path.Combine(folder.Path, name);
    }

    /// <summary>Adds records: latencies spread evenly over ±20% around <paramref name="ttftMs"/> and ten times that.</summary>
    public static void WriteRecords(string folder, int count, double ttftMs)
    {
        var lines = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            double ttft = ttftMs * (0.8 + (0.4 * i / (count - 1)));
            lines.AppendLine(CultureInfo.InvariantCulture, $$"""{"index":{{i}},"outcome":"completed","ttft_ms":{{ttft}},"tpot_ms":{{ttft / 5}},"e2e_ms":{{ttft * 10}},"input_tokens":87,"output_tokens":13}""");
        }

        lines.AppendLine("""{"index":9999,"outcome":"truncated","ttft_ms":1e9,"e2e_ms":1e9,"input_tokens":87,"output_tokens":1}""");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "records.jsonl"), lines.ToString());
    }

    private static class PointJson
    {
        public static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    }
}
