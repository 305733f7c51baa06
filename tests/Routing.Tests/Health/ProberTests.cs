using LoadGen.Routing.Health;
using LoadGen.Routing.Pairs;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Tests.Health;

public sealed class ProberTests : IAsyncDisposable
{
    private static readonly ProbeSettings s_settings = new() { IntervalS = 10, TimeoutS = 2, UnhealthyAfter = 3, HealthyAfter = 2, UnderWayMax = 4 };

    private readonly ManualTime _time = new();
    private readonly Fleet _fleet = Fleets.Create();
    private readonly FakeProbe _probe;
    private readonly Prober _prober;

    public ProberTests()
    {
        _probe = new FakeProbe(_time);
        _prober = new Prober(_fleet, s_settings, _probe, _time, seed: 7);
    }

    public ValueTask DisposeAsync() => _prober.DisposeAsync();

    [Fact]
    public void Probes_never_come_as_a_herd_sglang_9198_smg_1711()
    {
        Worker[] workers = _fleet.AddMany(50);
        _prober.Start();
        _time.AdvanceSeconds(60);

        TimeSpan[] moments = [.. _probe.Begun.Select(p => p.At)];
        Assert.Equal(moments.Length, moments.Distinct().Count());
        // In a steady state: a fiftieth of the interval apart, give or take the jitter, each worker once in about an interval.
        TimeSpan[] steady = [.. moments.Where(m => m > TimeSpan.FromSeconds(1))];
        Assert.All(steady.Zip(steady.Skip(1)), pair => Assert.InRange((pair.Second - pair.First).TotalMilliseconds, 159, 241));
        Assert.True(steady.Zip(steady.Skip(1), (a, b) => b - a).Distinct().Count() > 10);
        Assert.All(workers, w => Assert.InRange(_probe.Begun.Count(p => p.Worker == w), 5, 8));
    }

    [Fact]
    public void No_more_than_the_bound_are_under_way_though_none_is_answered_sglang_9198_smg_1711()
    {
        _probe.Answer = null;
        _fleet.AddMany(100);
        _prober.Start();
        _time.AdvanceSeconds(60);

        Assert.Equal(4, _probe.UnderWayMax);
        // 4 at once, 2 s each, for 60 s: no slot stays empty, no worker is forgotten.
        Assert.InRange(_probe.Begun.Count, 110, 124);
        Assert.Equal(100, _probe.Begun.Select(p => p.Worker).Distinct().Count());
    }

    [Fact]
    public void A_fleet_is_known_soon_after_the_start()
    {
        Worker[] workers = _fleet.AddMany(100);
        _prober.Start();
        _time.Advance(TimeSpan.FromMilliseconds(250));

        Assert.All(workers, w => Assert.Equal(WorkerState.Healthy, w.State));
        Assert.Equal(100, _fleet.Both.EligibleCount);
    }

    [Fact]
    public void A_worker_that_comes_later_is_probed_at_once()
    {
        _fleet.AddMany(3);
        _prober.Start();
        _time.AdvanceSeconds(1);

        Worker late = _fleet.Add("http://10.0.0.2:8000", WorkerRole.Decode);
        _time.Advance(TimeSpan.FromMilliseconds(5));

        Assert.Equal(WorkerState.Healthy, late.State);
    }

    [Fact]
    public void A_worker_that_went_away_is_probed_no_more()
    {
        Worker gone = _fleet.AddMany(2)[0];
        _prober.Start();
        _time.AdvanceSeconds(1);
        _fleet.TryRemove(gone.Id);
        _probe.Begun.Clear();
        _time.AdvanceSeconds(60);

        Assert.NotEmpty(_probe.Begun);
        Assert.DoesNotContain(_probe.Begun, p => p.Worker == gone);
        Assert.Null(_prober.LastProbeOf(gone));
    }

    [Fact]
    public void A_resumed_worker_is_probed_at_once()
    {
        Worker worker = _fleet.AddMany(1)[0];
        _prober.Start();
        _time.AdvanceSeconds(1);
        _fleet.TryDrain(worker.Id);
        _time.Advance(TimeSpan.FromMilliseconds(5));
        _fleet.TryResume(worker.Id);
        Assert.Equal(WorkerState.Starting, worker.State);

        _time.Advance(TimeSpan.FromMilliseconds(5));

        Assert.Equal(WorkerState.Healthy, worker.State);
    }

    [Fact]
    public void A_draining_worker_stays_so_and_its_probes_are_still_seen()
    {
        Worker worker = _fleet.AddMany(1)[0];
        _prober.Start();
        _time.AdvanceSeconds(1);
        _fleet.TryDrain(worker.Id);
        _time.AdvanceSeconds(20);

        Assert.Equal(WorkerState.Draining, worker.State);
        Assert.True(_prober.LastProbeOf(worker)!.At > _time.GetUtcNow().AddSeconds(-15));
    }

    [Fact]
    public void A_busy_worker_that_completes_requests_is_never_unhealthy_for_slow_probes()
    {
        Worker worker = _fleet.AddMany(1)[0];
        _prober.Start();
        _time.AdvanceSeconds(1);
        _probe.Answer = null;
        for (int i = 0; i < 100; i++)
        {
            Assert.True(worker.Breaker.TryEnter(out BreakerPass pass));
            worker.Breaker.Report(pass, LegOutcome.Completed);
            _time.AdvanceSeconds(5);
        }

        Assert.Equal(WorkerState.Healthy, worker.State);
        Assert.Equal("no answer within 2 s", _prober.LastProbeOf(worker)!.Error);
    }

    [Fact]
    public void A_worker_is_not_unhealthy_for_one_slow_probe_but_for_six()
    {
        Worker worker = _fleet.AddMany(1)[0];
        _prober.Start();
        _time.AdvanceSeconds(1);
        _probe.Answer = null;
        RunProbes(5);
        Assert.Equal(WorkerState.Healthy, worker.State);

        RunProbes(1);

        Assert.Equal(WorkerState.Unhealthy, worker.State);
    }

    [Fact]
    public void Who_listens_is_told_of_each_change_with_its_reason()
    {
        var told = new List<string>();
        _prober.HealthChanged += (w, last) => told.Add($"{w.State} {last.Error}");
        Worker worker = _fleet.AddMany(1)[0];
        _probe.Script(worker, [FakeProbe.Good, .. Enumerable.Repeat(FakeProbe.Refused, 3), FakeProbe.Good, FakeProbe.Good]);
        _prober.Start();
        _time.AdvanceSeconds(100);

        Assert.Equal(["Healthy ", "Unhealthy no connection", "Healthy "], told);
    }

    [Fact]
    public void The_last_probe_says_when_how_long_and_what()
    {
        Worker worker = _fleet.AddMany(1)[0];
        _probe.Script(worker, new ProbeAnswer(ProbeVerdict.TimedOut, null, null));
        _prober.Start();
        Assert.Null(_prober.LastProbeOf(worker));
        _time.AdvanceSeconds(5);

        LastProbe last = _prober.LastProbeOf(worker)!;
        Assert.False(last.Ok);
        Assert.Null(last.Status);
        Assert.Equal(2_000, last.LatencyMs);
        Assert.Equal(WorkerState.Unhealthy, worker.State);
    }

    [Fact]
    public void A_probe_that_throws_is_a_failed_one_and_the_next_ones_go_on()
    {
        var throwing = new ThrowingProbe();
        Worker worker = _fleet.AddMany(1)[0];
        var prober = new Prober(_fleet, s_settings, throwing, _time, seed: 1);
        prober.Start();
        _time.AdvanceSeconds(60);

        Assert.True(throwing.Count > 3);
        Assert.Equal("InvalidOperationException: out of order", prober.LastProbeOf(worker)!.Error);
    }

    [Fact]
    public async Task Stopping_gives_up_what_is_under_way_and_changes_nothing_more()
    {
        Worker worker = _fleet.AddMany(1)[0];
        _probe.Answer = null;
        _prober.Start();
        _time.Advance(TimeSpan.FromMilliseconds(10));
        Assert.Equal(1, _probe.UnderWay);

        await _prober.DisposeAsync();
        await _prober.DisposeAsync();

        Assert.Equal(0, _probe.UnderWay);
        Assert.Equal(WorkerState.Starting, worker.State);
        Assert.Null(_prober.LastProbeOf(worker));
        _fleet.Add("http://10.0.0.2:8000", WorkerRole.Both);
        _time.AdvanceSeconds(60);
        Assert.Single(_probe.Begun);
        Assert.Equal(0, _time.ArmedCount);
    }

    private void RunProbes(int count)
    {
        int until = _probe.Begun.Count + count;
        while (_probe.Begun.Count < until || _probe.UnderWay > 0)
        {
            _time.AdvanceSeconds(0.1);
        }
    }

    private sealed class ThrowingProbe : IProbe
    {
        public int Count { get; private set; }

        public Task<ProbeAnswer> AskAsync(Worker worker, CancellationToken timeout)
        {
            Count++;
            throw new InvalidOperationException("out of\norder");
        }
    }
}
