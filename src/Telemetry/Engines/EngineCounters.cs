using LoadGen.Telemetry.Sources.Scraping;

namespace LoadGen.Telemetry.Engines;

/// <summary>What an engine's own counters say of a measurement: two of its pages compared.</summary>
public static class EngineCounters
{
    /// <summary>The most series that are kept: vLLM and SGLang have some dozens, and a page with a series for each request must not fill the result.</summary>
    public const int MostSeries = 500;

    /// <summary>How much each counter grew, by its name with labels. Buckets and creation times are left out, and what did not move.</summary>
    /// <param name="before">The page before.</param>
    /// <param name="after">The page after.</param>
    public static IReadOnlyDictionary<string, double> Differences(string before, string after)
    {
        Dictionary<string, double> start = Counters(before);
        return Counters(after)
            .Select(c => (c.Key, Grown: c.Value - start.GetValueOrDefault(c.Key)))
            .Where(c => c.Grown != 0 && double.IsFinite(c.Grown))
            .OrderBy(c => c.Key, StringComparer.Ordinal)
            .Take(MostSeries)
            .ToDictionary(c => c.Key, c => c.Grown);
    }

    // By the names' ends, as OpenMetrics has it: the type lines are not kept by every exporter.
    private static Dictionary<string, double> Counters(string page)
    {
        var counters = new Dictionary<string, double>();
        foreach (PrometheusSample sample in PrometheusSample.Parse(page))
        {
            if (sample.Name.EndsWith("_total", StringComparison.Ordinal) || sample.Name.EndsWith("_sum", StringComparison.Ordinal) || sample.Name.EndsWith("_count", StringComparison.Ordinal))
            {
                counters[sample.Labels.Length == 0 ? sample.Name : $"{sample.Name}{{{sample.Labels}}}"] = sample.Value;
            }
        }

        return counters;
    }
}
