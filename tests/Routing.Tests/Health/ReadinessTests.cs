using LoadGen.Routing.Health;
using LoadGen.Routing.Pairs;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Tests.Health;

public sealed class ReadinessTests : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly BreakerTimer _breakers;
    private readonly Fleet _fleet;
    private readonly Worker _prefill;
    private readonly Worker _decode;
    private readonly FakeCanary _canary = new();
    private readonly List<bool> _changes = [];
    private Readiness _readiness;

    public ReadinessTests()
    {
        _breakers = new BreakerTimer(_time, seed: 1);
        _fleet = Fleets.Create(probes: true, () => new CircuitBreaker(BreakerSettings.Default, _breakers));
        _prefill = _fleet.Add("http://10.0.0.1:8000", WorkerRole.Prefill);
        _decode = _fleet.Add("http://10.0.0.2:8000", WorkerRole.Decode);
        _readiness = Create(ReadinessSettings.Default);
    }

    public async ValueTask DisposeAsync()
    {
        await _readiness.DisposeAsync();
        _breakers.Dispose();
    }

    [Fact]
    public void Healthy_workers_are_not_ready_before_a_canary_went_through_a_pair_sglang_33740()
    {
        _readiness.Start();
        Assert.Empty(_canary.Running);
        MakeHealthy();

        Assert.False(_readiness.IsReady);
        Assert.Contains("no canary generation has completed", _readiness.Report().Reason, StringComparison.Ordinal);
        _canary.End(new CanaryResult(true));

        Assert.True(_readiness.IsReady);
        Assert.Null(_readiness.Report().Reason);
        Assert.Equal([true], _changes);
    }

    [Fact]
    public void What_is_missing_is_said_in_words()
    {
        _readiness.Start();
        _fleet.SetHealth(_prefill, isHealthy: true);
        _fleet.Add("http://10.0.0.3:8000", WorkerRole.Decode);
        _fleet.SetHealth(_decode, isHealthy: false);

        ReadinessReport report = _readiness.Report();

        Assert.Equal("no decode worker can be given requests: of 2, 1 starting, 1 unhealthy", report.Reason);
        Assert.Equal([new RoleReport("prefill", 1, 1), new RoleReport("decode", 2, 0)], report.Roles);
    }

    [Fact]
    public void A_role_without_any_worker_is_said_too()
    {
        _fleet.TryRemove(_prefill.Id);
        _fleet.TryRemove(_decode.Id);

        Assert.Equal("there is no prefill worker; there is no decode worker", _readiness.Report().Reason);
    }

    [Fact]
    public void After_a_loss_the_old_canary_counts_no_more_sglang_33740()
    {
        BecomeReady();
        _fleet.SetHealth(_decode, isHealthy: false);
        Assert.False(_readiness.IsReady);
        _fleet.SetHealth(_decode, isHealthy: true);

        Assert.False(_readiness.IsReady);
        _canary.End(new CanaryResult(true));

        Assert.True(_readiness.IsReady);
        Assert.Equal([true, false, true], _changes);
    }

    [Fact]
    public void A_canary_that_began_before_a_loss_proves_nothing_after_it_sglang_33740()
    {
        _canary.IgnoreNextCancel();
        _readiness.Start();
        MakeHealthy();
        _fleet.SetHealth(_decode, isHealthy: false);
        Assert.True(_canary.Tokens[0].IsCancellationRequested);
        _fleet.SetHealth(_decode, isHealthy: true);

        _canary.End(new CanaryResult(true));

        Assert.False(_readiness.IsReady);
        Assert.Single(_canary.Running);   // the next one runs at once
        _canary.End(new CanaryResult(true));
        Assert.True(_readiness.IsReady);
        Assert.Equal(1, _readiness.Report().CanariesCompleted);
    }

    [Fact]
    public void Breakers_that_open_end_readiness_too()
    {
        BecomeReady();
        while (_decode.Breaker.TryEnter(out BreakerPass pass))
        {
            _decode.Breaker.Report(pass, LegOutcome.Broken);
        }

        _time.AdvanceSeconds(1);

        Assert.Equal([true, false], _changes);
        Assert.Contains("1 healthy with its breaker open", _readiness.Report().Reason, StringComparison.Ordinal);
        _time.AdvanceSeconds(10);   // half open: the canary is its trial
        Assert.Single(_canary.Running);
    }

    [Fact]
    public void A_canary_that_fails_is_tried_again_after_longer_and_longer_waits()
    {
        _readiness.Start();
        MakeHealthy();
        var waits = new List<double>();
        for (int i = 0; i < 8; i++)
        {
            _canary.End(new CanaryResult(false, "prefill answered\r\n500"));
            TimeSpan began = _time.Elapsed;
            while (_canary.Running.Count == 0)
            {
                _time.Advance(TimeSpan.FromMilliseconds(10));
            }

            waits.Add((_time.Elapsed - began).TotalSeconds);
        }

        Assert.All(waits.Zip([1.0, 2, 4, 8, 16, 30, 30, 30]), w => Assert.InRange(w.First, (w.Second * 0.8) - 0.01, w.Second + 0.01));
        Assert.EndsWith("the last one failed: prefill answered 500", _readiness.Report().Reason, StringComparison.Ordinal);
        Assert.Equal(8, _readiness.Report().CanariesFailed);
        Assert.Empty(_changes);
    }

    [Fact]
    public void A_canary_that_has_no_end_fails_when_its_time_is_over()
    {
        _readiness.Start();
        MakeHealthy();
        _time.AdvanceSeconds(30);

        Assert.Empty(_canary.Running);
        Assert.EndsWith("it had no end within 30 s", _readiness.Report().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_canary_that_throws_has_failed()
    {
        _readiness.Start();
        _canary.Throws = true;
        MakeHealthy();

        Assert.EndsWith("InvalidOperationException: no loop", _readiness.Report().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void One_canary_is_enough_by_default()
    {
        BecomeReady();
        _time.AdvanceSeconds(10_000);

        Assert.Single(_canary.Tokens);
        Assert.True(_readiness.IsReady);
    }

    [Fact]
    public async Task Repeated_canaries_end_readiness_when_they_fail_in_a_row()
    {
        await _readiness.DisposeAsync();
        _readiness = Create(new ReadinessSettings { CanaryIntervalS = 60, CanaryFailuresMax = 2 });
        BecomeReady();
        _time.AdvanceSeconds(60);
        _canary.End(new CanaryResult(false, "x"));
        Assert.True(_readiness.IsReady);
        _time.AdvanceSeconds(1);
        _canary.End(new CanaryResult(false, "x"));
        Assert.False(_readiness.IsReady);
        _time.AdvanceSeconds(2);
        _canary.End(new CanaryResult(true));

        Assert.True(_readiness.IsReady);
        Assert.Equal([true, false, true], _changes);
    }

    [Fact]
    public void A_router_that_closes_is_ready_no_more()
    {
        BecomeReady();
        _readiness.Close("the router is shutting down");

        Assert.False(_readiness.IsReady);
        Assert.Equal("the router is shutting down", _readiness.Report().Reason);
        Assert.Equal([true, false], _changes);
    }

    [Fact]
    public async Task Stopping_cancels_the_canary_under_way_and_waits_for_it()
    {
        _readiness.Start();
        MakeHealthy();

        await _readiness.DisposeAsync();

        Assert.Empty(_canary.Running);
        Assert.Equal(0, _time.ArmedCount);
        Assert.Empty(_changes);
    }

    [Fact]
    public void At_least_one_role_is_needed() => Assert.Throws<ArgumentException>(
        () => new Readiness(_fleet, [], ReadinessSettings.Default, _canary.RunAsync, _time, seed: 1));

    private Readiness Create(ReadinessSettings settings)
    {
        var readiness = new Readiness(_fleet, [WorkerRole.Prefill, WorkerRole.Decode], settings, _canary.RunAsync, _time, seed: 1);
        readiness.Changed += _changes.Add;
        return readiness;
    }

    private void MakeHealthy()
    {
        _fleet.SetHealth(_prefill, isHealthy: true);
        _fleet.SetHealth(_decode, isHealthy: true);
    }

    private void BecomeReady()
    {
        _readiness.Start();
        MakeHealthy();
        _canary.End(new CanaryResult(true));
        Assert.True(_readiness.IsReady);
    }
}
