namespace LoadGen.Results.Rows;

/// <summary>What a row's figures are, by InferenceX's keys.</summary>
public static class RowMetrics
{
    /// <summary>The figures that lists show and comparisons look at unless told otherwise.</summary>
    public static IReadOnlyList<string> Main { get; } =
    [
        "tput_per_gpu", "output_tput_per_gpu", "median_intvty", "median_ttft", "p99_ttft", "median_tpot", "p99_tpot", "median_e2el", "joules_per_output_token",
    ];

    /// <summary>More of it is better: throughputs and interactivities. Of everything else (latencies, power, energy), less is.</summary>
    public static bool IsMoreBetter(string key)
    {
        return IsThroughput(key) || key.EndsWith("_intvty", StringComparison.Ordinal);
    }

    /// <summary>It counts tokens or requests a second.</summary>
    public static bool IsThroughput(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        // Whole endings: "output" has "tput" in it too.
        return key.EndsWith("tput_per_gpu", StringComparison.Ordinal) || key.EndsWith("_throughput", StringComparison.Ordinal);
    }

    /// <summary>Its unit.</summary>
    public static string Unit(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key switch
        {
            _ when key.EndsWith("tput_per_gpu", StringComparison.Ordinal) => "tok/s/GPU",
            "request_throughput" => "req/s",
            _ when key.EndsWith("_throughput", StringComparison.Ordinal) => "tok/s",
            _ when key.EndsWith("_intvty", StringComparison.Ordinal) => "tok/s/user",
            _ when key.EndsWith("_w", StringComparison.Ordinal) => "W",
            _ when key.EndsWith("_j", StringComparison.Ordinal) => "J",
            "joules_per_successful_query" => "J/request",
            _ when key.Contains("joules_per_", StringComparison.Ordinal) => "J/token",
            _ when key.EndsWith("_ttft", StringComparison.Ordinal) || key.EndsWith("_tpot", StringComparison.Ordinal)
                || key.EndsWith("_itl", StringComparison.Ordinal) || key.EndsWith("_e2el", StringComparison.Ordinal) => "s",
            _ => "",
        };
    }
}
