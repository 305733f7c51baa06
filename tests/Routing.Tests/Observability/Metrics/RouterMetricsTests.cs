using LoadGen.Routing.Observability.Metrics;
using LoadGen.Routing.Pairs;
using LoadGen.Routing.Tests.Observability.Support;
using LoadGen.Routing.Workers;
using LoadGen.Serving.Metrics;

namespace LoadGen.Routing.Tests.Observability.Metrics;

public sealed class RouterMetricsTests
{
    private const long MsNs = 1_000_000;

    private readonly Fleet _fleet = Fleets.Empty();
    private readonly RouterMetrics _metrics = new();

    [Fact]
    public void Every_metric_of_the_registry_is_written_once_with_its_help_and_type_even_with_no_sample()
    {
        Exposition scrape = Exposition.Scrape(_metrics);
        Assert.Equal(
            RouterMetricRegistry.All.Select(d => (d.Name, d.Help, Type: d.Type.ToString().ToLowerInvariant())),
            scrape.Families.Values.Select(f => (f.Name, f.Help, f.Type)));
    }

    [Fact]
    public void Samples_have_the_labels_of_the_registry()
    {
        RecordOneOfEach();
        Exposition scrape = Exposition.Scrape(_metrics, _fleet);
        foreach (MetricDefinition definition in RouterMetricRegistry.All)
        {
            Assert.NotEmpty(scrape.Families[definition.Name].Samples);
            Assert.All(scrape.Families[definition.Name].Samples, s => Assert.Equal(definition.Labels, s.Labels.Keys.Where(k => k != "le")));
        }
    }

    [Fact]
    public void A_leg_is_counted_for_its_worker()
    {
        Worker a = _fleet.Add(WorkerRole.Prefill, 1);
        Worker b = _fleet.Add(WorkerRole.Decode, 2);
        _metrics.LegStarted(a, Leg.Prefill);
        _metrics.LegStarted(b, Leg.Decode);
        _metrics.LegEnded(a, Leg.Prefill, LegOutcome.Completed, 20 * MsNs, 15 * MsNs);
        _metrics.HandoffCompleted(a, b, 3 * MsNs);
        _metrics.Orphaned(b, Leg.Decode);

        Exposition scrape = Exposition.Scrape(_metrics, _fleet);
        Assert.Equal(1, scrape.Value("legs_started_total", ("worker", a.Id), ("leg", "prefill")));
        Assert.Equal(1, scrape.Value("legs_total", ("worker", a.Id), ("leg", "prefill"), ("outcome", "completed")));
        Assert.Equal(0, scrape.Sum("legs_total", ("worker", b.Id)));
        Assert.Equal(0, scrape.Value("legs_inflight", ("leg", "prefill")));
        Assert.Equal(1, scrape.Value("legs_inflight", ("leg", "decode")));
        Assert.Equal(0.02, scrape.Value("leg_duration_seconds_sum", ("worker", a.Id)), 9);
        Assert.Equal(0, scrape.Value("leg_duration_seconds_bucket", ("worker", a.Id), ("le", "0.01")));
        Assert.Equal(1, scrape.Value("leg_duration_seconds_bucket", ("worker", a.Id), ("le", "0.025")));
        Assert.Equal(0.015, scrape.Value("leg_first_byte_seconds_sum", ("worker", a.Id)), 9);
        Assert.Equal(0.003, scrape.Value("handoff_seconds_sum", ("worker", a.Id), ("leg", "prefill")), 9);
        Assert.Equal(0.003, scrape.Value("handoff_seconds_sum", ("worker", b.Id), ("leg", "decode")), 9);
        Assert.Equal(1, scrape.Value("orphaned_legs_total", ("worker", b.Id)));
    }

    [Fact]
    public void A_leg_or_request_without_a_first_byte_has_no_first_byte_time()
    {
        Worker worker = _fleet.Add(WorkerRole.Both, 1);
        _metrics.LegStarted(worker, Leg.Whole);
        _metrics.LegEnded(worker, Leg.Whole, LegOutcome.ConnectFailed, MsNs, -1);
        _metrics.RequestStarted("chat");
        _metrics.RequestEnded("chat", 502, "connect_failed", MsNs, -1);
        Exposition scrape = Exposition.Scrape(_metrics);
        Assert.Equal(0, scrape.Value("leg_first_byte_seconds_count"));
        Assert.Equal(0, scrape.Value("request_ttft_seconds_count"));
        Assert.Equal(1, scrape.Value("request_duration_seconds_count", ("api", "chat")));
        Assert.Equal(1, scrape.Value("requests_total", ("api", "chat"), ("status", "502"), ("outcome", "connect_failed")));
    }

    [Fact]
    public void A_value_on_a_bound_is_in_its_bucket_and_one_past_the_last_is_in_the_endless_one()
    {
        _metrics.CancelReleased(Leg.Decode, 50 * MsNs);
        _metrics.CancelReleased(Leg.Decode, (50 * MsNs) + 1);
        _metrics.CancelReleased(Leg.Decode, 100_000 * MsNs);
        _metrics.CancelReleased(Leg.Decode, -5);
        Exposition scrape = Exposition.Scrape(_metrics);
        Assert.Equal(2, scrape.Value("cancel_release_seconds_bucket", ("leg", "decode"), ("le", "0.05")));
        Assert.Equal(3, scrape.Value("cancel_release_seconds_bucket", ("leg", "decode"), ("le", "30")));
        Assert.Equal(4, scrape.Value("cancel_release_seconds_count", ("leg", "decode")));
    }

    [Fact]
    public void The_queue_the_retries_the_picks_and_the_usage_are_counted()
    {
        _metrics.Queued();
        _metrics.Queued();
        _metrics.Dequeued("admitted", 7 * MsNs);
        _metrics.Rejected("queue_full");
        _metrics.Retried("connect_failed");
        _metrics.RetryRefused();
        _metrics.Picked(WorkerRole.Prefill, "prefix", "prefix_match");
        _metrics.Picked(WorkerRole.Prefill, "prefix", "prefix_match");
        _metrics.Usage(100, 64, 10);
        _metrics.Usage(50, -1, 5);
        _metrics.ConfigReload(ok: false);

        Exposition scrape = Exposition.Scrape(_metrics);
        Assert.Equal(1, scrape.Value("queued_requests"));
        Assert.Equal(1, scrape.Value("queue_wait_seconds_count", ("outcome", "admitted")));
        Assert.Equal(1, scrape.Value("rejected_total", ("reason", "queue_full")));
        Assert.Equal(1, scrape.Value("retries_total", ("reason", "connect_failed")));
        Assert.Equal(1, scrape.Value("retries_refused_total"));
        Assert.Equal(2, scrape.Value("picks_total", ("role", "prefill"), ("policy", "prefix"), ("reason", "prefix_match")));
        Assert.Equal(150, scrape.Value("prompt_tokens_total"));
        Assert.Equal(64, scrape.Value("cached_prompt_tokens_total"));
        Assert.Equal(15, scrape.Value("completion_tokens_total"));
        Assert.Equal(1, scrape.Value("config_reloads_total", ("result", "failed")));
        Assert.Equal(0, scrape.Value("config_last_reload_ok"));
    }

    [Fact]
    public void The_state_of_workers_and_pools_is_read_at_the_scrape()
    {
        Fleet fleet = Fleets.Empty(probes: true);
        Worker worker = fleet.Add(WorkerRole.Prefill, 1);
        worker.Load.Begin(500);
        worker.Load.Pin();
        Exposition starting = Exposition.Scrape(_metrics, fleet);
        Assert.Equal("starting", Assert.Single(starting.Of("worker_state")).Labels["state"]);
        Assert.Equal(0, starting.Value("pool_eligible_workers", ("role", "prefill")));

        fleet.SetHealth(worker, isHealthy: true);
        Exposition healthy = Exposition.Scrape(_metrics, fleet);
        Assert.Equal("healthy", Assert.Single(healthy.Of("worker_state")).Labels["state"]);
        Assert.Equal(LabelNames.Of(worker.Breaker.State), Assert.Single(healthy.Of("worker_breaker_state")).Labels["state"]);
        Assert.Equal(1, healthy.Value("worker_requests", ("worker", worker.Id), ("role", "prefill")));
        Assert.Equal(500, healthy.Value("worker_prompt_tokens"));
        Assert.Equal(1, healthy.Value("worker_pinned_handoffs"));
        Assert.Equal(1, healthy.Value("pool_workers", ("role", "prefill")));
        Assert.Equal(0, healthy.Value("pool_workers", ("role", "decode")));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("a \"quote\", a \\ and a\nnew line")]
    [InlineData("\\n is not a new line")]
    [InlineData("ünï©ode")]
    [InlineData("")]
    public void Any_label_value_comes_back_as_it_was(string reason)
    {
        _metrics.Rejected(reason);
        Assert.Equal(1, Exposition.Scrape(_metrics).Value("rejected_total", ("reason", reason)));
    }

    [Fact]
    public void Recording_allocates_nothing()
    {
        RecordOneOfEach();
        Worker a = _fleet.Workers[0];
        Worker b = _fleet.Workers[1];
        Assert.Equal(0, Allocated.Bytes(() => Record(a, b)));
    }

    private void RecordOneOfEach()
    {
        Record(_fleet.Add(WorkerRole.Prefill, 1), _fleet.Add(WorkerRole.Decode, 2));
        Assert.Equal(2, _fleet.Workers.Count);
    }

    private void Record(Worker a, Worker b)
    {
        _metrics.RequestStarted("chat");
        _metrics.Queued();
        _metrics.Dequeued("admitted", 1);
        _metrics.Picked(WorkerRole.Prefill, "random", "random");
        _metrics.LegStarted(a, Leg.Prefill);
        _metrics.LegStarted(b, Leg.Decode);
        _metrics.LegEnded(a, Leg.Prefill, LegOutcome.Completed, 10, 5);
        _metrics.HandoffCompleted(a, b, 1);
        _metrics.LegEnded(b, Leg.Decode, LegOutcome.ClientGone, 10, 5);
        _metrics.Orphaned(b, Leg.Decode);
        _metrics.CancelReleased(Leg.Decode, 1);
        _metrics.Retried("server_error");
        _metrics.RetryRefused();
        _metrics.Rejected("overloaded");
        _metrics.Usage(1, 1, 1);
        _metrics.ConfigReload(ok: true);
        _metrics.RequestEnded("chat", 200, "completed", 10, 5);
    }
}
