using System.Buffers;
using System.Net;
using System.Text;
using LoadGen.Watching.Exposition;
using LoadGen.Watching.Journals;
using LoadGen.Watching.Running;
using LoadGen.Watching.Settings;
using LoadGen.Watching.Tests.Support;

namespace LoadGen.Watching.Tests.Exposition;

public class WatchMetricsTests
{
    private readonly ManualTime _time = new();
    private readonly WatchBoard _board;

    public WatchMetricsTests()
    {
        WatchPlan plan = Plans.Read("/tmp");
        _board = new WatchBoard(plan, [], [], _time);
    }

    [Fact]
    public void Every_metric_of_the_registry_is_in_the_text_in_its_order()
    {
        Assert.Equal(WatchMetricRegistry.All.Select(metric => metric.Name), Text().Split('\n').Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]));
        Assert.All(WatchMetricRegistry.All, metric => Assert.EndsWith(".", metric.Help, StringComparison.Ordinal));
    }

    [Fact]
    public void Probes_windows_and_burn_are_told_by_endpoint()
    {
        _board.Add(Probes.Good("a", _time.GetUtcNow()));
        _board.Add(Probes.Bad(Probes.Good("a", _time.GetUtcNow())));
        string text = Text();
        Assert.Contains("loadgen_watch_probes_total{endpoint=\"a\",outcome=\"completed\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("loadgen_watch_probes_total{endpoint=\"a\",outcome=\"status_5xx\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("loadgen_watch_ttft_seconds_bucket{endpoint=\"a\",le=\"0.1\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("loadgen_watch_ttft_seconds_count{endpoint=\"b\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("loadgen_watch_connect_seconds_count{endpoint=\"a\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("loadgen_watch_window_requests{endpoint=\"a\",objective=\"errors\",window=\"5m\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("loadgen_watch_burn_rate{endpoint=\"a\",objective=\"errors\",window=\"1h\"} 50\n", text, StringComparison.Ordinal);
        Assert.Contains("loadgen_watch_allowed_share{objective=\"errors\"} 0.01\n", text, StringComparison.Ordinal);
        Assert.Contains("loadgen_watch_alert_firing{alert=\"page\",endpoint=\"a\",objective=\"errors\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("loadgen_watch_last_probe_timestamp_seconds{endpoint=\"a\"} 1767225600\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("last_probe_timestamp_seconds{endpoint=\"b\"}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scrape_moves_the_windows_on_though_nothing_was_probed()
    {
        _board.Add(Probes.Good("a", _time.GetUtcNow()));
        _time.AdvanceSeconds(301);
        Assert.Contains("loadgen_watch_window_requests{endpoint=\"a\",objective=\"errors\",window=\"5m\"} 0\n", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Gaps_deliveries_alerts_and_what_the_disk_refuses_are_counted()
    {
        DateTimeOffset now = _time.GetUtcNow();
        _board.Add(new GapRecord { At = now, From = now.AddSeconds(-90.5), To = now, Reason = GapReason.WatcherDown });
        _board.Add(new DeliveryRecord { At = now, Id = 1, IsDelivered = true, Tries = 1 });
        _board.Add(new DeliveryRecord { At = now, Id = 2, IsDelivered = false, Tries = 10 });
        _board.Unwritten = () => 3;
        _board.Add(_board.Add(Probes.Bad(Probes.Good("b", now))).Concat(_board.Add(Probes.Bad(Probes.Good("b", now)))).First(alert => alert.Objective == "ttft") with { Id = 1 });
        string text = Text();
        Assert.Contains("loadgen_watch_not_watched_seconds_total 90.5\n", text, StringComparison.Ordinal);
        Assert.Contains("loadgen_watch_deliveries_total{result=\"delivered\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("loadgen_watch_deliveries_total{result=\"given_up\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("loadgen_watch_journal_unwritten_records 3\n", text, StringComparison.Ordinal);
        Assert.Contains("loadgen_watch_alert_firing{alert=\"page\",endpoint=\"b\",objective=\"ttft\"} 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_listener_answers_metrics_and_health_and_nothing_else()
    {
        await using MetricsListener listener = await MetricsListener.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), _board.WriteMetrics, TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = listener.Url };
        using HttpResponseMessage metrics = await client.GetAsync("/metrics", TestContext.Current.CancellationToken);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", metrics.Content.Headers.ContentType!.ToString());
        Assert.Equal(Text(), await metrics.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("ok\n", await client.GetStringAsync("/health", TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/else", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await client.PostAsync("/metrics", null, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task A_port_in_use_is_said()
    {
        await using MetricsListener first = await MetricsListener.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), _board.WriteMetrics, TestContext.Current.CancellationToken);
        var e = await Assert.ThrowsAsync<WatchException>(() => MetricsListener.StartAsync(new IPEndPoint(IPAddress.Loopback, first.Url.Port), _board.WriteMetrics, TestContext.Current.CancellationToken));
        Assert.Contains("the port is in use", e.Message, StringComparison.Ordinal);
    }

    private string Text()
    {
        var output = new ArrayBufferWriter<byte>();
        _board.WriteMetrics(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
