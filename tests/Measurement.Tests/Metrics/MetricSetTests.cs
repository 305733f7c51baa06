using LoadGen.Measurement.Metrics;

namespace LoadGen.Measurement.Tests.Metrics;

public class MetricSetTests
{
    [Fact]
    public void Every_metric_of_the_registry_has_its_own_accumulator()
    {
        var set = new MetricSet();
        Assert.All(MetricRegistry.All, m => Assert.Same(m, set[m].Definition));
        set[MetricRegistry.Tpot].Record(5e6);

        IReadOnlyDictionary<string, MetricSummary> figures = set.Summarise();
        Assert.Equal(MetricRegistry.All.Select(m => m.Name), figures.Keys);
        Assert.Equal(5.0, figures["tpot_ms"].Mean);
        Assert.Equal(1, figures.Values.Sum(f => f.Count));
    }

    [Fact]
    public void A_metric_of_somebody_elses_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new MetricSet()[MetricRegistry.Ttft with { Name = "other_ms" }]);
}
