using LoadGen.Routing.Observability.Metrics;
using LoadGen.Routing.Pairs;
using LoadGen.Routing.Tests.Observability.Support;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Tests.Observability.Metrics;

public sealed class CardinalityTests
{
    private static readonly TimeSpan s_kept = TimeSpan.FromMinutes(15);

    private readonly ManualTime _time = new();
    private readonly Fleet _fleet = Fleets.Empty();

    [Fact]
    public void Workers_past_the_limit_share_a_series()
    {
        var metrics = new RouterMetrics(new RouterMetricsOptions { WorkersMax = 2 }, _time);
        for (int port = 1; port <= 5; port++)
        {
            metrics.LegStarted(_fleet.Add(WorkerRole.Both, port), Leg.Whole);
        }

        Exposition scrape = Exposition.Scrape(metrics, _fleet);
        Assert.Equal(3, scrape.Of("legs_started_total").Count());
        Assert.Equal(3, scrape.Value("legs_started_total", ("worker", "other")));
        Assert.Equal(5, scrape.Sum("legs_started_total"));
    }

    [Fact]
    public void A_removed_worker_keeps_its_name_for_a_while_and_its_counts_for_ever()
    {
        var metrics = new RouterMetrics(time: _time);
        Worker worker = _fleet.Add(WorkerRole.Both, 1);
        Whole(metrics, worker);
        _fleet.TryRemove(worker.Id);
        Assert.Equal(1, Exposition.Scrape(metrics, _fleet).Value("legs_total", ("worker", worker.Id)));

        _time.Advance(s_kept);
        Exposition folded = Exposition.Scrape(metrics, _fleet);
        Assert.Equal(0, folded.Sum("legs_total", ("worker", worker.Id)));
        Assert.Equal(1, folded.Value("legs_total", ("worker", "removed"), ("outcome", "completed")));
        Assert.Equal(1, folded.Value("leg_duration_seconds_count", ("worker", "removed")));

        Whole(metrics, worker);
        Assert.Equal(2, Exposition.Scrape(metrics, _fleet).Sum("legs_total"));
    }

    [Fact]
    public void A_removed_worker_with_a_leg_under_way_is_not_folded()
    {
        var metrics = new RouterMetrics(time: _time);
        Worker worker = _fleet.Add(WorkerRole.Both, 1);
        metrics.LegStarted(worker, Leg.Whole);
        _fleet.TryRemove(worker.Id);
        Exposition.Scrape(metrics, _fleet);
        _time.Advance(10 * s_kept);
        Assert.Equal(1, Exposition.Scrape(metrics, _fleet).Value("legs_started_total", ("worker", worker.Id)));
        metrics.LegEnded(worker, Leg.Whole, LegOutcome.Completed, 1, 1);
        Exposition after = Exposition.Scrape(metrics, _fleet);
        Assert.Equal(1, after.Value("legs_total", ("worker", "removed")));
        Assert.Equal(0, after.Value("legs_inflight", ("leg", "whole")));
    }

    [Fact]
    public void A_worker_that_comes_back_goes_on_with_its_series()
    {
        var metrics = new RouterMetrics(time: _time);
        Worker before = _fleet.Add(WorkerRole.Both, 1);
        Whole(metrics, before);
        _fleet.TryRemove(before.Id);
        Exposition.Scrape(metrics, _fleet);
        Worker after = _fleet.Add(WorkerRole.Both, 1);
        Whole(metrics, after);
        _time.Advance(10 * s_kept);
        Assert.Equal(2, Exposition.Scrape(metrics, _fleet).Value("legs_total", ("worker", after.Id)));
    }

    [Fact]
    public void Labels_that_something_foreign_gets_into_are_bounded()
    {
        var metrics = new RouterMetrics();
        for (int i = 0; i < 10_000; i++)
        {
            metrics.Rejected("reason " + i);
        }

        Exposition scrape = Exposition.Scrape(metrics);
        Assert.Equal(256, scrape.Of("rejected_total").Count());
        Assert.Equal(10_000, scrape.Sum("rejected_total"));
        Assert.True(scrape.Value("rejected_total", ("reason", "other")) > 9_000);
    }

    [Fact]
    public void A_status_that_is_none_is_zero()
    {
        var metrics = new RouterMetrics();
        metrics.RequestEnded("chat", 0, "client_gone", 1, -1);
        metrics.RequestEnded("chat", 7_000, "client_gone", 1, -1);
        Assert.Equal(2, Exposition.Scrape(metrics).Value("requests_total", ("status", "0")));
    }

    private static void Whole(RouterMetrics metrics, Worker worker)
    {
        metrics.LegStarted(worker, Leg.Whole);
        metrics.LegEnded(worker, Leg.Whole, LegOutcome.Completed, 1, 1);
    }
}
