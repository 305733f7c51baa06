using System.Globalization;
using System.Text.Json;
using LoadGen.Results.Points;

namespace LoadGen.Results.Rows;

/// <summary>
/// A client's raw document (<c>benchmark_serving.py --save-result</c>): it does not say on what it was measured, so nothing of it is per GPU.
/// </summary>
internal static class RawClientRow
{
    private const string DateFormat = "yyyyMMdd-HHmmss";

    public static bool Is(JsonElement row) => row.Field("model_id") is not null && row.Field("total_token_throughput") is not null;

    public static ImportedRow? Read(JsonElement row)
    {
        if (row.Text("model_id") is not { } model)
        {
            return null;
        }

        var identity = new PointIdentity
        {
            Hardware = "unknown",
            Framework = row.Text("backend") ?? "unknown",
            Model = ShortName(model),
            ModelName = model,
            Precision = "unknown",
            Concurrency = row.Whole("max_concurrency"),
            RatePerS = row.Field("request_rate") is { ValueKind: JsonValueKind.Number } rate ? JsonFields.Number(rate) : null,
            Scenario = "unknown",
            Decode = new WorkerShape { Gpus = 0 },
        };
        return new ImportedRow(identity, Figures(row), Date(row), null, ["a client's own file: hardware, precision, lengths and GPUs are not in it, so nothing is per GPU"]);
    }

    /// <summary>The last part of a model's name, in lower case.</summary>
    public static string ShortName(string model) => model.Split('/')[^1].ToLowerInvariant();

    private static IEnumerable<KeyValuePair<string, double>> Figures(JsonElement row) =>
        ClientFigures.Latencies(row).Concat(ClientFigures.Power(row)).Concat(ClientFigures.Totals(row));

    private static DateTimeOffset? Date(JsonElement row) =>
        row.Number("benchmark_start_time_unix") is { } unix ? DateTimeOffset.UnixEpoch.AddSeconds(unix)
        : DateTimeOffset.TryParseExact(row.Text("date"), DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date) ? date : null;
}
