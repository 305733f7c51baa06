using System.Globalization;
using LoadGen.Results.Statistics;

namespace LoadGen.Results.Comparing;

/// <summary>
/// A figure as a function of how often each request counts. Latencies and interactivities are what they are named. A closed loop's throughput is its
/// streams × tokens / latency (Little's law), thus Σ tokens / Σ latency up to a factor that resampling leaves alone.
/// </summary>
internal sealed class Estimator
{
    // Fewer vary too little to tell what chance does: one alone would never vary.
    private const int RequestsMin = 20;

    // A percentile with fewer requests beyond it hangs on single ones, which resampling repeats or misses.
    private const int RequestsBeyondMin = 5;

    private readonly Func<int[], double> _of;

    private Estimator(int count, Func<int[], double> of) => (Count, _of) = (count, of);

    /// <summary>Requests.</summary>
    public int Count { get; }

    public double Of(int[] times) => _of(times);

    /// <summary>The estimator of a figure; null where requests alone do not make it (ITL, power), or they are too few.</summary>
    public static Estimator? Of(string metric, RequestSample sample)
    {
        if (Tokens(metric, sample) is { } tokens)
        {
            if (tokens.Length < RequestsMin)
            {
                return null;
            }

            double[] latencies = [.. sample.E2eS];
            return new Estimator(latencies.Length, times => Weighted.Mean(tokens, times, 1) / Weighted.Mean(latencies, times, 1));
        }

        string[] parts = metric.Split('_');
        double[]? values = parts is not [_, var name] ? null : name switch
        {
            "ttft" => [.. sample.TtftS],
            "tpot" or "intvty" => [.. sample.TpotS],
            "e2el" => [.. sample.E2eS],
            _ => null,
        };
        if (values is null || values.Length < RequestsMin || Statistic(parts[0]) is not { } percentile
            || values.Length * (100 - percentile) / 100 < RequestsBeyondMin)
        {
            return null;
        }

        Array.Sort(values);
        int n = values.Length;
        double Statistics(int[] times) => percentile < 0 ? Weighted.Mean(values, times, n) : Weighted.Percentile(values, times, n, percentile);
        return parts[1] == "intvty" ? new Estimator(n, times => 1 / Statistics(times)) : new Estimator(n, Statistics);
    }

    private static double[]? Tokens(string metric, RequestSample sample) => metric switch
    {
        "tput_per_gpu" or "total_token_throughput" => [.. sample.InputTokens.Zip(sample.OutputTokens, (input, output) => input + output)],
        "output_tput_per_gpu" or "output_throughput" => [.. sample.OutputTokens],
        "input_tput_per_gpu" => [.. sample.InputTokens],
        "request_throughput" => [.. sample.E2eS.Select(_ => 1.0)],
        _ => null,
    };

    // Below 0: the mean.
    private static double? Statistic(string text) => text switch
    {
        "mean" => -1,
        "median" => 50,
        _ when text.StartsWith('p') && double.TryParse(text.AsSpan(1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double p) && p <= 100 => p,
        _ => null,
    };
}
