using LoadGen.Measurement.Metrics;

namespace LoadGen.Measurement.Tests.Metrics;

public class MetricRegistryTests
{
    [Fact]
    public void Every_metric_has_a_name_with_its_unit_last_and_all_its_words()
    {
        Assert.Equal(MetricRegistry.All.Count, MetricRegistry.All.Select(m => m.Name).Distinct().Count());
        Assert.All(MetricRegistry.All, metric =>
        {
            string suffix = metric.Unit switch { "ms" => "_ms", "tok/s/user" => "_tps", _ => "_tokens" };
            Assert.EndsWith(suffix, metric.Name, StringComparison.Ordinal);
            Assert.All([metric.Title, metric.Definition, metric.Source], Assert.NotEmpty);
            Assert.True(metric.UnitsPerRecorded > 0);
        });
    }

    [Fact]
    public void The_metrics_that_users_compare_by_are_there()
    {
        string[] names = [.. MetricRegistry.All.Select(m => m.Name)];

        Assert.Equal(
            [
                "ttft_ms", "ttft_intended_ms", "itl_ms", "itl_per_token_ms", "tpot_ms", "e2e_ms", "e2e_intended_ms",
                "interactivity_tps", "schedule_lateness_ms", "client_lateness_ms", "connect_ms", "dial_ms", "proxy_ms", "tls_ms", "head_ms", "delivery_delay_ms", "input_tokens",
                "output_tokens", "ttfvt_ms",
            ],
            names);
    }
}
