using LoadGen.Measurement.Clients;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Simulation;
using LoadGen.Workloads;

namespace LoadGen.Measurement.Tests.Clients;

public class CoordinatorTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Several_clients_make_one_run()
    {
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Fast);
        using var together = new Together(Bench.Options(engine.Url, requests: 50, concurrency: 5) with { WarmupRequests = 4 }, clients: 3);
        Task<RunOutcome> run = together.CoordinateAsync();
        await Task.WhenAll(together.ClientAsync(0), together.ClientAsync(2), together.ClientAsync(1), run);
        RunOutcome outcome = await run;

        Assert.Equal((50, 50), (outcome.Measured!.Totals.Requested, outcome.Measured.Totals.Completed));
        Assert.Equal(Enumerable.Range(0, 50), together.Records.Select(r => r.GetProperty("index").GetInt32()).Order());
        Assert.All(together.Records, r => Assert.Equal(r.GetProperty("index").GetInt32() % 5 % 3, r.GetProperty("client").GetInt32()));
        Assert.Equal(4, outcome.Warmup!.Totals.Completed);
        Assert.Equal([20, 20, 10], outcome.Clients!.Select(c => c.Completed));
        Assert.Equal(["host-0", "host-1", "host-2"], outcome.Clients!.Select(c => c.Host));
        Assert.Equal(["finding of 1"], outcome.Clients![1].HostFindings);
        Assert.Equal(("complete", 50), (RunStatus.Of(outcome).Status, outcome.RecordsWritten));
        Assert.Equal(3, outcome.Observer!.Loops);
    }

    [Fact]
    public async Task A_schedule_is_dealt_out_by_index()
    {
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Fast);
        var schedule = new ConstantArrivals(1000, count: 30);
        using var together = new Together(Bench.Options(engine.Url, requests: 30) with { Arrivals = schedule, Concurrency = null }, clients: 2);
        Task<RunOutcome> run = together.CoordinateAsync();
        await Task.WhenAll(together.ClientAsync(0), together.ClientAsync(1), run);
        RunOutcome outcome = await run;

        Assert.All(together.Records, r => Assert.Equal(r.GetProperty("index").GetInt32() % 2, r.GetProperty("client").GetInt32()));
        Assert.Equal((30, 30, 0), (outcome.Measured!.Totals.Completed, outcome.Arrivals!.Due, outcome.Arrivals.Missed));

        // One start instant: what is due a millisecond after another's is intended so on one clock, whoever sends it.
        double[] intended = [.. together.Records.OrderBy(r => r.GetProperty("index").GetInt32()).Select(r => r.GetProperty("intended_s").GetDouble())];
        double errorS = outcome.Clients!.Sum(c => c.Start.ErrorNs + c.End.ErrorNs) / 1e9;
        Assert.All(intended.Zip(intended.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 0.001 - errorS - 1e-6, 0.001 + errorS + 1e-6));
    }

    [Fact]
    public async Task A_clock_that_stands_elsewhere_is_seen_and_taken_off()
    {
        const long HourNs = 3_600_000_000_000;
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Fast);
        using var together = new Together(Bench.Options(engine.Url, requests: 20, concurrency: 2), clients: 2);
        Task<RunOutcome> run = together.CoordinateAsync();
        await Task.WhenAll(together.ClientAsync(0), together.ClientAsync(1, new ShiftedClock(HourNs)), run);
        RunOutcome outcome = await run;

        ClientOutcome far = outcome.Clients![1];
        Assert.InRange(far.Start.OffsetNs, HourNs - far.Start.ErrorNs - 1, HourNs + far.Start.ErrorNs + 1);
        Assert.Equal(20, outcome.Measured!.Totals.Completed);
        Assert.All(together.Records, r => Assert.InRange(r.GetProperty("end_s").GetDouble(), -1, 600));
        Assert.InRange((outcome.Measured.Totals.LastEndNs - outcome.Measured.Totals.FirstIntendedNs) / 1e9, 0, 600);
    }

    [Fact]
    public async Task A_client_that_vanishes_makes_the_run_partial_and_is_named()
    {
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Fast with { TimeToFirstToken = TimeSpan.FromMilliseconds(5) });
        using var together = new Together(Bench.Options(engine.Url, requests: 200, concurrency: 2), clients: 2);
        Task<RunOutcome> run = together.CoordinateAsync();
        await Task.WhenAll(together.ClientAsync(0), together.ClientAsync(1, vanish: 5), run);
        RunOutcome outcome = await run;

        ClientOutcome lost = outcome.Clients![1];
        Assert.NotNull(lost.Lost);
        Assert.Equal((100, 100), (outcome.Clients[0].Completed, lost.Requested + lost.LostRequests));
        Assert.InRange(lost.Requested, 1, 99);
        Assert.Equal(100 + lost.Requested, outcome.Measured!.Totals.Requested);
        Assert.Equal(outcome.Measured.Totals.Requested, together.Records.Count);
        (string status, IReadOnlyList<string> reasons) = RunStatus.Of(outcome);
        Assert.Equal("partial", status);
        Assert.Contains("client 1 (host-1) was lost", Assert.Single(reasons), StringComparison.Ordinal);
        Assert.Equal(RunVerdictKind.Failed, RunStatus.Verdict(outcome, 1).Kind);
    }

    [Fact]
    public async Task What_keeps_a_client_from_starting_is_said_in_its_name()
    {
        using var together = new Together(Bench.Options(Bench.UrlOfNobody(), concurrency: 2), clients: 2);
        Task<RunOutcome> run = together.CoordinateAsync();
        using ClientLink well = await Together.ConnectAsync(together.Listener, 0);
        using ClientLink ill = await Together.ConnectAsync(together.Listener, 1);
        await ill.SetupAsync(Cancellation);
        ill.Fail("too few open files", isUsage: true);

        ClientException e = await Assert.ThrowsAsync<ClientException>(() => run);
        Assert.Equal(("client 1 (host-1): too few open files", true), (e.Message, e.IsUsage));
        await well.ByeAsync();
        Assert.True(well.Stopped.IsCancellationRequested);
    }

    [Fact]
    public async Task A_client_that_goes_before_the_measurement_ends_the_run()
    {
        using var together = new Together(Bench.Options(Bench.UrlOfNobody(), concurrency: 2), clients: 1);
        Task<RunOutcome> run = together.CoordinateAsync();
        ClientLink link = await Together.ConnectAsync(together.Listener, 0);
        await link.SetupAsync(Cancellation);
        link.Dispose();

        Assert.StartsWith("client 0 (host-0) was lost before the measurement", (await Assert.ThrowsAsync<ClientException>(() => run)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0.2.0 (def)", "loadgen 0.2.0 (def), this is 0.1.0 (abc)")]
    [InlineData(7, Together.Version, "the number 7, but there are to be 2 clients")]
    [InlineData(1, Together.Version, "two clients have the number 1")]
    public async Task A_client_that_does_not_belong_ends_the_run_and_is_told(int rank, string version, string fragment)
    {
        using var together = new Together(Bench.Options(Bench.UrlOfNobody(), concurrency: 2), clients: 2);
        Task<RunOutcome> run = together.CoordinateAsync();
        using ClientLink first = await Together.ConnectAsync(together.Listener, 1);
        using ClientLink other = await Together.ConnectAsync(together.Listener, rank, version);

        ClientException e = await Assert.ThrowsAsync<ClientException>(() => run);
        Assert.Contains(fragment, e.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ClientException>(() => other.SetupAsync(Cancellation));
        Assert.Contains(fragment, other.Abandoned, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interruption_reaches_every_client()
    {
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Silent);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var observer = new RecordingObserver(snapshot =>
        {
            if (snapshot.Active == 2)
            {
                stop.Cancel();
            }
        });
        using var together = new Together(Bench.Options(engine.Url, requests: 20, concurrency: 2), clients: 2) { Observer = observer };
        Task<RunOutcome> run = together.CoordinateAsync(stop.Token);
        await Task.WhenAll(together.ClientAsync(0), together.ClientAsync(1), run);
        RunOutcome outcome = await run;

        Assert.Equal((true, 2, 0), (outcome.Interrupted, outcome.Measured!.Totals.Requested, outcome.Measured.Totals.Completed));
        Assert.Equal(["interrupted"], RunStatus.Of(outcome).Reasons);
    }

    [Fact]
    public async Task A_warm_up_that_fails_altogether_is_not_followed_by_a_measurement()
    {
        using var together = new Together(Bench.Options(Bench.UrlOfNobody(), concurrency: 2) with { WarmupRequests = 2 }, clients: 2);
        Task<RunOutcome> run = together.CoordinateAsync();
        await Task.WhenAll(together.ClientAsync(0), together.ClientAsync(1), run);
        RunOutcome outcome = await run;

        Assert.Null(outcome.Measured);
        Assert.Equal(RunVerdictKind.Unreachable, RunStatus.Verdict(outcome, 0).Kind);
        Assert.False(outcome.Simulated);
        Assert.Contains("all 2 warm-up requests failed", RunStatus.Of(outcome).Reasons[0], StringComparison.Ordinal);
    }
}
