using LoadGen.Results.Scores;

namespace LoadGen.Results.Rows;

/// <summary>What a row's figures are, by InferenceX's keys.</summary>
public static class RowMetrics
{
    /// <summary>The unit of accuracies: 0 to 1.</summary>
    public const string Share = "share";

    private static readonly string[] s_less = ["_ttft", "_tpot", "_itl", "_e2el", "_power_w", "_energy_j", "_cost"];

    /// <summary>The figures that lists show and comparisons look at unless told otherwise.</summary>
    public static IReadOnlyList<string> Main { get; } =
    [
        "tput_per_gpu", "output_tput_per_gpu", "median_intvty", "median_ttft", "p99_ttft", "median_tpot", "p99_tpot", "median_e2el", "joules_per_output_token",
    ];

    /// <summary>More of it is better: throughputs, interactivities and accuracies, but for their spread.</summary>
    public static bool IsMoreBetter(string key) =>
        !IsSpread(key) && (ScoreFigures.IsShare(key) || IsThroughput(key) || key.EndsWith("_intvty", StringComparison.Ordinal) || key.StartsWith("tokens_per_", StringComparison.Ordinal));

    /// <summary>Less of it is better: latencies, also their spread, power, energy and cost.</summary>
    public static bool IsLessBetter(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return s_less.Any(ending => key.EndsWith(ending, StringComparison.Ordinal)) || key.Contains("joules_per_", StringComparison.Ordinal) || key.StartsWith("cost", StringComparison.Ordinal);
    }

    // Of a rate, a spread is neither good nor bad; InferenceX's of interactivities means nothing at all.
    private static bool IsSpread(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.StartsWith("std_", StringComparison.Ordinal);
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
            _ when ScoreFigures.IsShare(key) => Share,
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
