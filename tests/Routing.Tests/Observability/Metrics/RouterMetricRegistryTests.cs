using System.Globalization;
using System.Text;
using LoadGen.Routing.Observability.Metrics;
using LoadGen.Routing.Tests.Observability.Support;
using LoadGen.Serving.Metrics;

namespace LoadGen.Routing.Tests.Observability.Metrics;

public sealed class RouterMetricRegistryTests
{
    [Fact]
    public void Names_are_unique_and_say_type_and_unit()
    {
        Assert.Distinct(RouterMetricRegistry.All.Select(d => d.Name));
        Assert.All(RouterMetricRegistry.All, definition =>
        {
            Assert.Matches("^loadgen_router_[a-z]+(_[a-z]+)*$", definition.Name);
            Assert.Equal(definition.Type == MetricType.Counter, definition.Name.EndsWith("_total", StringComparison.Ordinal));
            Assert.Equal(definition.Type == MetricType.Histogram, definition.Name.EndsWith("_seconds", StringComparison.Ordinal));
            Assert.Equal(definition.Type == MetricType.Histogram, definition.Bounds is not null);
            Assert.EndsWith(".", definition.Help, StringComparison.Ordinal);
            Assert.All(definition.Labels, label => Assert.Matches("^[a-z_]+$", label));
            Assert.DoesNotContain("le", definition.Labels);
        });
    }

    [Fact]
    public void The_documentation_has_the_table_of_the_registry()
    {
        string page = Documentation.RouterMetrics();
        string table = Table();
        Assert.True(page.Contains(table, StringComparison.Ordinal), $"docs/router-metrics.md should hold this table:\n\n{table}");
    }

    private static string Table()
    {
        var table = new StringBuilder("| metric | type | unit | labels | what |\n|---|---|---|---|---|\n");
        foreach (MetricDefinition d in RouterMetricRegistry.All)
        {
            string labels = string.Join(", ", d.Labels.Select(label => $"`{label}`"));
            table.Append(CultureInfo.InvariantCulture,
                $"| `{d.Name}` | {d.Type.ToString().ToLowerInvariant()} | {d.Unit} | {labels} | {d.Help} |\n");
        }

        table.Append("\n| histograms | bounds, in seconds |\n|---|---|\n");
        foreach (IGrouping<HistogramBounds, MetricDefinition> same in RouterMetricRegistry.All.Where(d => d.Bounds is not null).GroupBy(d => d.Bounds!))
        {
            string names = string.Join(", ", same.Select(d => $"`{d.Name["loadgen_router_".Length..]}`"));
            string bounds = string.Join(", ", same.Key.Seconds.Select(s => s.ToString(CultureInfo.InvariantCulture)));
            table.Append(CultureInfo.InvariantCulture, $"| {names} | {bounds} |\n");
        }

        return table.ToString();
    }
}
