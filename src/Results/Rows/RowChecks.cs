using System.Globalization;
using System.Text.Json;
using LoadGen.Results.Points;
using LoadGen.Results.Scores;

namespace LoadGen.Results.Rows;

/// <summary>
/// What must hold of a row's figures, whoever measured them. A row that breaks an identity is flagged: it is shown marked, left out of frontiers, and
/// never a reason to stop.
/// </summary>
public static class RowChecks
{
    // Rows are written with all digits of a double; those that pass are within 1e-7.
    private const double Tolerance = 1e-6;

    // Not the std: 1 / (the std of TPOT) is not the std of the interactivities, nor of anything.
    private static readonly string[] s_kinds = ["mean", "median", "p90", "p99", "p99.9"];

    private static readonly string[] s_latencies = ["ttft", "tpot", "itl", "e2el"];

    /// <summary>Says what is wrong with a row, one line each; nothing for a row that stands.</summary>
    /// <param name="metrics">Its figures by InferenceX's keys.</param>
    /// <param name="identity">What it is of.</param>
    public static IReadOnlyList<string> Of(IReadOnlyDictionary<string, double> metrics, PointIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        ArgumentNullException.ThrowIfNull(identity);
        return [.. NotBelow0(metrics), .. NotAbove1(metrics), .. Interactivities(metrics), .. Throughputs(metrics, identity), .. Order(metrics)];
    }

    /// <summary>The same of a client's raw document: its rates are its counts over its duration.</summary>
    public static IReadOnlyList<string> OfRaw(JsonElement raw)
    {
        double? input = raw.Number("total_input_tokens");
        double? output = raw.Number("total_output_tokens");
        double? duration = raw.Number("duration");
        return
        [
            .. Equal("request_throughput", raw.Number("request_throughput"), "completed / duration", raw.Number("completed") / duration),
            .. Equal("output_throughput", raw.Number("output_throughput"), "total_output_tokens / duration", output / duration),
            .. Equal("total_token_throughput", raw.Number("total_token_throughput"), "(total_input_tokens + total_output_tokens) / duration", (input + output) / duration),
        ];
    }

    private static IEnumerable<string> NotBelow0(IReadOnlyDictionary<string, double> metrics) =>
        from metric in metrics
        where metric.Value < 0 || (metric.Key == "tput_per_gpu" && metric.Value == 0)
        select Text($"{metric.Key} is {metric.Value}: nothing that was measured can be");

    private static IEnumerable<string> NotAbove1(IReadOnlyDictionary<string, double> metrics) =>
        from metric in metrics
        where ScoreFigures.IsShare(metric.Key) && metric.Value > 1
        select Text($"{metric.Key} is {metric.Value}: a share is 1 at most");

    private static IEnumerable<string> Interactivities(IReadOnlyDictionary<string, double> metrics) =>
        s_kinds.SelectMany(kind => Equal($"{kind}_intvty", Find(metrics, $"{kind}_intvty"), $"1 / {kind}_tpot", 1 / Find(metrics, $"{kind}_tpot")));

    private static IEnumerable<string> Throughputs(IReadOnlyDictionary<string, double> metrics, PointIdentity identity)
    {
        double? total = Find(metrics, "tput_per_gpu");
        double? input = Find(metrics, "input_tput_per_gpu");
        double? output = Find(metrics, "output_tput_per_gpu");
        return identity.Prefill is { } prefill
            ? Equal("tput_per_gpu", total, Text($"(input × {prefill.Gpus} prefill GPUs + output × {identity.Decode.Gpus} decode GPUs) / {identity.Gpus}"), ((input * prefill.Gpus) + (output * identity.Decode.Gpus)) / identity.Gpus)
            : Equal("tput_per_gpu", total, "input_tput_per_gpu + output_tput_per_gpu", input + output);
    }

    private static IEnumerable<string> Order(IReadOnlyDictionary<string, double> metrics)
    {
        foreach (string latency in s_latencies)
        {
            string[] keys = [$"median_{latency}", $"p90_{latency}", $"p99_{latency}", $"p99.9_{latency}"];
            (string Key, double? Value)[] there = [.. keys.Select(key => (key, Find(metrics, key))).Where(found => found.Item2 is not null)];
            for (int i = 1; i < there.Length; i++)
            {
                if (there[i].Value < there[i - 1].Value)
                {
                    yield return Text($"{there[i].Key} is {there[i].Value}, below {there[i - 1].Key}, which is {there[i - 1].Value}");
                }
            }
        }
    }

    private static IEnumerable<string> Equal(string name, double? value, string otherName, double? other)
    {
        if (value is { } a && other is { } b && !(Math.Abs(a - b) <= Tolerance * Math.Max(Math.Abs(a), Math.Abs(b))))
        {
            yield return Text($"{name} is {a:G6}, but {otherName} is {b:G6}");
        }
    }

    private static double? Find(IReadOnlyDictionary<string, double> metrics, string key) => metrics.TryGetValue(key, out double value) ? value : null;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
