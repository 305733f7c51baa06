using System.Buffers;
using System.Globalization;
using System.Text;
using LoadGen.Serving.Metrics;

namespace LoadGen.Serving.Tests.Metrics;

public class PrometheusTextTests
{
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly PrometheusText _text;

    public PrometheusTextTests() => _text = new PrometheusText(_output);

    [Theory]
    [InlineData(14.4, "14.4")]
    [InlineData(0, "0")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(double.NaN, "NaN")]
    public void A_gauge_may_be_any_number(double value, string written)
    {
        _text.Begin(Gauge());
        _text.Sample(value);
        Assert.Equal($"# HELP burn How fast.\n# TYPE burn gauge\nburn {written}\n", Text());
    }

    [Fact]
    public void What_would_end_a_label_is_escaped()
    {
        _text.Begin(Gauge("objective"));
        _text.Sample(1L, "a \"b\" \\ c\nd");
        Assert.EndsWith("\nburn{objective=\"a \\\"b\\\" \\\\ c\\nd\"} 1\n", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_histogram_is_cumulated_and_its_count_is_that_of_its_last_bucket()
    {
        var histogram = new Histogram(HistogramBounds.OfWaits);
        foreach (long ns in new[] { 500_000L, 2_000_000, 90_000_000_000, -1 })
        {
            histogram.Record(ns);
        }

        _text.Begin(new MetricDefinition { Name = "wait_seconds", Type = MetricType.Histogram, Help = "Waits.", Bounds = HistogramBounds.OfWaits });
        _text.Sample(histogram);
        string[] lines = Text().Split('\n');
        Assert.Equal("wait_seconds_bucket{le=\"0.001\"} 2", lines[2]);
        Assert.Equal("wait_seconds_bucket{le=\"0.0025\"} 3", lines[3]);
        Assert.Equal(["wait_seconds_bucket{le=\"60\"} 3", "wait_seconds_bucket{le=\"+Inf\"} 4"], lines[^5..^3]);
        Assert.Equal(90.0025, double.Parse(lines[^3]["wait_seconds_sum ".Length..], CultureInfo.InvariantCulture), 9);
        Assert.Equal(["wait_seconds_count 4", ""], lines[^2..]);
    }

    [Fact]
    public void A_series_has_all_its_labels()
    {
        _text.Begin(Gauge("a", "b"));
        var e = Assert.Throws<ArgumentException>(() => _text.Sample(1L, "only one"));
        Assert.Contains("burn has 2 labels, not 1", e.Message, StringComparison.Ordinal);
    }

    private static MetricDefinition Gauge(params string[] labels) => new() { Name = "burn", Type = MetricType.Gauge, Help = "How fast.", Labels = labels };

    private string Text() => Encoding.UTF8.GetString(_output.WrittenSpan);
}
