using System.Globalization;

namespace LoadGen.Reporting.Html;

/// <summary>The figures of rows that the page knows, in the order in which it gets them.</summary>
internal static class ReportFigures
{
    /// <summary>Their keys, which are InferenceX's. Standard deviations are not shown, so they are not there.</summary>
    public static IReadOnlyList<string> Keys { get; } =
    [
        "tput_per_gpu", "output_tput_per_gpu", "input_tput_per_gpu",
        "total_token_throughput", "output_throughput", "request_throughput",
        .. from latency in new[] { "ttft", "tpot", "itl", "e2el", "intvty" }
           from value in new[] { "median", "mean", "p90", "p99", "p99.9" }
           select $"{value}_{latency}",
        "avg_power_w", "avg_total_gpu_power_w", "total_gpu_energy_j", "joules_per_successful_query",
        "joules_per_input_token", "joules_per_output_token", "joules_per_total_token",
        "prefill_gpu_energy_j", "decode_gpu_energy_j", "prefill_avg_power_w", "decode_avg_power_w",
    ];

    /// <summary>To the digits that a measurement has and a page needs; null for what is no finite number.</summary>
    public static double? Rounded(double value) => double.IsFinite(value)
        ? double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
        : null;
}
