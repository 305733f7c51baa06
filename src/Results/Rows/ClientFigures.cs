using System.Text.Json;
using LoadGen.Results.Points;

namespace LoadGen.Results.Rows;

/// <summary>
/// InferenceX's aggregation (<c>utils/process_result.py</c>): from the client's raw document and the number of GPUs to figures per GPU, latencies
/// in s and interactivities. In its order, because documents are written from it.
/// </summary>
internal static class ClientFigures
{
    private const double MsPerS = 1_000;

    private static readonly string[] s_totals = ["request_throughput", "output_throughput", "total_token_throughput"];

    private static readonly string[] s_wholePower =
    [
        "avg_power_w", "avg_total_gpu_power_w", "total_gpu_energy_j", "joules_per_successful_query", "joules_per_input_token", "joules_per_output_token",
        "joules_per_total_token",
    ];

    /// <summary>Throughputs: total over all GPUs; of a pair, output over the decode pool's and input over the prefill pool's.</summary>
    public static IEnumerable<KeyValuePair<string, double>> PerGpu(JsonElement raw, PointIdentity identity)
    {
        if (identity.Gpus <= 0 || raw.Number("total_token_throughput") is not { } total)
        {
            yield break;
        }

        yield return new("tput_per_gpu", total / identity.Gpus);
        if (raw.Number("output_throughput") is { } output)
        {
            int decode = Over(identity.Decode.Gpus, identity);
            int prefill = Over(identity.Prefill?.Gpus ?? 0, identity);
            yield return new("output_tput_per_gpu", output / decode);
            yield return new("input_tput_per_gpu", (total - output) / prefill);
        }
    }

    /// <summary>
    /// Each <c>*_ms</c> in s without the suffix; behind each of TPOT its interactivity, 1000 / TPOT. What is called <c>p90_intvty</c> is thus
    /// the interactivity of the request at TPOT's 90th percentile: the tenth from below. A TPOT of 0 has none.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, double>> Latencies(JsonElement raw)
    {
        foreach (JsonProperty property in raw.EnumerateObject())
        {
            if (property.Name.EndsWith("ms", StringComparison.Ordinal) && JsonFields.Number(property.Value) is { } ms)
            {
                string name = property.Name.Replace("_ms", "", StringComparison.Ordinal);
                yield return new(name, ms / MsPerS);
                if (name.Contains("tpot", StringComparison.Ordinal) && ms != 0)
                {
                    yield return new(name.Replace("tpot", "intvty", StringComparison.Ordinal), MsPerS / ms);
                }
            }
        }
    }

    /// <summary>The throughputs of the whole deployment, under the raw document's names.</summary>
    public static IEnumerable<KeyValuePair<string, double>> Totals(JsonElement raw) =>
        from name in s_totals
        let value = raw.Number(name)
        where value is not null
        select new KeyValuePair<string, double>(name, value.GetValueOrDefault());

    /// <summary>The power figures, rounded as there; none where the measurement of power does not stand.</summary>
    public static IEnumerable<KeyValuePair<string, double>> Power(JsonElement raw)
    {
        if (raw.Number("power_valid") != 1)
        {
            return [];
        }

        IEnumerable<(string Key, double? Value)> figures =
        [
            .. s_wholePower.Select(key => (key, raw.Number(key))),
            ("prefill_gpu_energy_j", raw.Number("prefill_gpu_energy_j")),
            ("prefill_avg_power_w", raw.Number("prefill_avg_power_w")),
            ("prefill_joules_per_input_token", Per(raw, "prefill_gpu_energy_j", "total_input_tokens")),
            ("decode_gpu_energy_j", raw.Number("decode_gpu_energy_j")),
            ("decode_avg_power_w", raw.Number("decode_avg_power_w")),
            ("decode_joules_per_output_token", Per(raw, "decode_gpu_energy_j", "total_output_tokens")),
        ];
        return from figure in figures
               where figure.Value is not null
               select new KeyValuePair<string, double>(figure.Key, Math.Round(figure.Value.GetValueOrDefault(), Digits(figure.Key)));
    }

    // Of a role without GPUs of its own: all.
    private static int Over(int gpus, PointIdentity identity) => identity.Prefill is null || gpus <= 0 ? identity.Gpus : gpus;

    private static int Digits(string key) => key.EndsWith("_w", StringComparison.Ordinal) || key.EndsWith("_j", StringComparison.Ordinal) ? 3 : 6;

    private static double? Per(JsonElement raw, string energy, string tokens) => raw.Number(tokens) is > 0 and var count ? raw.Number(energy) / count : null;
}
