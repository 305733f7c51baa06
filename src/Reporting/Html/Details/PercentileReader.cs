using LoadGen.Histograms;

namespace LoadGen.Reporting.Html.Details;

/// <summary>A run's latencies by percentile, from its histogram logs: as many points as a plot over the logarithm of the distance to 100% needs.</summary>
internal static class PercentileReader
{
    private const double NsPerMs = 1e6;

    // Between 90% and 99% lie some 17 points: more than a plot of 500 pixels can show.
    private const int TicksPerHalfDistance = 5;

    private static readonly (string Key, string File)[] s_logs = [("ttft", "ttft.hlog"), ("itl", "itl.hlog"), ("tpot", "tpot.hlog"), ("e2el", "e2e.hlog")];

    /// <summary>Reads the logs that a run's folder has.</summary>
    /// <returns>The points by latency; null and the reason where there is no log that can be read.</returns>
    public static (IReadOnlyDictionary<string, IReadOnlyList<double[]>>? Percentiles, string? Absent) Read(string folder)
    {
        var percentiles = new Dictionary<string, IReadOnlyList<double[]>>();
        foreach ((string key, string file) in s_logs)
        {
            string path = Path.Combine(folder, file);
            if (!File.Exists(path))
            {
                continue;
            }

            try
            {
                using StreamReader reader = File.OpenText(path);
                HistogramLogTotals totals = HistogramLogSummary.Summarise([(file, reader)], null, null, _ => true);
                if (totals.Histogram is { TotalCount: > 0 } histogram)
                {
                    percentiles[key] = Points(histogram);
                }
            }
            catch (HistogramFormatException e)
            {
                return (null, e.Message);
            }
        }

        return percentiles.Count > 0 ? (percentiles, null) : (null, "the run's folder has no histogram logs with values");
    }

    /// <summary>The distribution as [percentile, ms] pairs.</summary>
    public static IReadOnlyList<double[]> Points(HdrHistogram histogram)
    {
        var points = new List<double[]> { new[] { 0, Ms(histogram.Min) } };
        // Of N values the highest stands for all beyond 1 − 1/N: 100% is infinitely far away on the plot's axis.
        double last = 100 * (1 - (1.0 / histogram.TotalCount));
        foreach (HistogramStep step in histogram.Percentiles(TicksPerHalfDistance))
        {
            // Many ticks fall on one value where it was recorded often: the first and the last of them make the same line.
            if (points.Count > 1 && points[^1][1] == Ms(step.Value) && points[^2][1] == points[^1][1])
            {
                points.RemoveAt(points.Count - 1);
            }

            points.Add([Math.Round(Math.Min(step.PercentileLevel, last), 6), Ms(step.Value)]);
            if (step.PercentileLevel >= last)
            {
                points[^1][1] = Ms(histogram.Max);
                break;
            }
        }

        return points;
    }

    private static double Ms(long ns) => ReportFigures.Rounded(ns / NsPerMs) ?? 0;
}
