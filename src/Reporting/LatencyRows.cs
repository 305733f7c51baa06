using LoadGen.Measurement.Metrics;
using Spectre.Console;

namespace LoadGen.Reporting;

/// <summary>Tables of latencies: which rows, which columns.</summary>
internal static class LatencyRows
{
    /// <summary>The latencies that every run has.</summary>
    public static readonly MetricDefinition[] Always = [MetricRegistry.Ttft, MetricRegistry.Itl, MetricRegistry.ItlPerToken, MetricRegistry.Tpot, MetricRegistry.E2e];

    public static Table Table(string first) => Plain.Table(first, "mean", "std", "min", "p50", "p90", "p95", "p99", "p99.9", "max");

    public static void Add(Table table, string title, MetricSummary m) => table.AddRow(
        [title, .. new[] { m.Mean, m.Std, m.Min, m.P50, m.P90, m.P95, m.P99, m.P999, m.Max }.Select(Figures.Ms)]);
}
