using System.Threading.Channels;
using LoadGen.Measurement.Clients;
using LoadGen.Measurement.Clients.Starting;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Simulation;

namespace LoadGen.Measurement.Tests.Clients;

/// <summary>Clients that go, before the run, in its warm-up and in its midst.</summary>
public class LossTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_that_is_interrupted_alone_makes_the_run_partial()
    {
        (RunOutcome outcome, _) = await LoseAsync(link => link.Done(Reports.Of() with { Interrupted = true }));

        Assert.StartsWith("it was interrupted after", outcome.Clients![1].Lost, StringComparison.Ordinal);
        Assert.Equal("partial", RunStatus.Of(outcome).Status);
    }

    [Fact]
    public async Task A_client_that_cannot_go_on_says_why_and_makes_the_run_partial()
    {
        (RunOutcome outcome, _) = await LoseAsync(link => link.Fail("chats.jsonl:1: the file was changed", isUsage: false));

        Assert.StartsWith("chats.jsonl:1: the file was changed", outcome.Clients![1].Lost, StringComparison.Ordinal);
        Assert.Equal("partial", RunStatus.Of(outcome).Status);
    }

    [Fact]
    public async Task A_client_that_is_given_up_is_told_to_stop()
    {
        (RunOutcome outcome, ClientLink lost) = await LoseAsync(link => link.Ready([]));

        Assert.Contains("it sent Ready", outcome.Clients![1].Lost, StringComparison.Ordinal);
        Assert.StartsWith("the coordinator counts this client as lost: it sent Ready", lost.Abandoned, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_goes_in_a_cancelled_warm_up_leaves_the_run_interrupted()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        using var together = new Together(Bench.Options(Bench.UrlOfNobody(), concurrency: 1) with { WarmupRequests = 2 }, clients: 1);
        Task<RunOutcome> run = together.CoordinateAsync(stop.Token);
        ClientLink link = await Together.ConnectAsync(together.Listener, 0);
        await link.SetupAsync(Cancellation);
        link.Ready([]);
        await link.WarmUpAsync(Cancellation);
        await stop.CancelAsync();
        link.Dispose();

        RunOutcome outcome = await run.WaitAsync(s_limit, Cancellation);
        Assert.Equal(RunVerdictKind.Interrupted, RunStatus.Verdict(outcome, 0).Kind);
    }

    [Fact]
    public async Task A_client_is_asked_while_others_are_awaited_and_does_not_count_once_it_is_gone()
    {
        using var together = new Together(Bench.Options(Bench.UrlOfNobody(), concurrency: 2), clients: 2);
        await using var start = new AwaitedClients("the test");
        var options = new CoordinatorOptions { Clients = 2, Version = Together.Version };
        var gathering = new Gathering(options, together.Listener, start, Channel.CreateBounded<ClientMessage>(8), TimeProvider.System);
        Task<RemoteClient[]> all = gathering.AllAsync(Cancellation);
        ClientLink early = await Together.ConnectAsync(together.Listener, 0);
        Assert.True(SpinWait.SpinUntil(() => gathering.Here.Count == 1, s_limit));
        await gathering.Here[0].ClockKnown.WaitAsync(s_limit, Cancellation);
        early.Dispose();
        Assert.True(SpinWait.SpinUntil(() => gathering.Here.Count == 0, s_limit));

        using ClientLink second = await Together.ConnectAsync(together.Listener, 0);
        using ClientLink third = await Together.ConnectAsync(together.Listener, null);
        RemoteClient[] clients = await all.WaitAsync(s_limit, Cancellation);
        Assert.Equal(["host-0", "host-"], clients.Select(c => c.Identity.Host));
        Array.ForEach(clients, c => c.Dispose());
    }

    [Fact]
    public async Task A_run_whose_clients_were_all_lost_still_says_that_its_target_was_simulated()
    {
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Fast with { TimeToFirstToken = TimeSpan.FromMilliseconds(5) });
        using var together = new Together(Bench.Options(engine.Url, requests: 200, concurrency: 1), clients: 1);
        Task<RunOutcome> run = together.CoordinateAsync();
        await Task.WhenAll(together.ClientAsync(0, vanish: 5), run).WaitAsync(s_limit, Cancellation);
        RunOutcome outcome = await run;

        Assert.Null(outcome.Clients![0].Report);
        Assert.NotNull(outcome.Clients[0].Lost);
        Assert.True(outcome.Simulated);
    }

    [Fact]
    public async Task A_client_that_alone_cannot_reach_the_target_is_lost_and_the_others_go_on()
    {
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Fast);
        using var together = new Together(Bench.Options(engine.Url, requests: 60, concurrency: 2), clients: 2);
        Task<RunOutcome> run = together.CoordinateAsync();
        Task ill = GiveUpAsync(together, 1);
        await Task.WhenAll(together.ClientAsync(0), ill, run).WaitAsync(s_limit, Cancellation);
        RunOutcome outcome = await run;

        Assert.Equal((30, 30, null), (outcome.Clients![0].Completed, outcome.Measured!.Totals.Completed, outcome.Clients[0].Lost));
        Assert.StartsWith("it could not reach the target", outcome.Clients[1].Lost, StringComparison.Ordinal);
        Assert.Equal((30, false), (outcome.Clients[1].LostRequests, outcome.Measured.TargetLost));
        (string status, IReadOnlyList<string> reasons) = RunStatus.Of(outcome);
        Assert.Equal("partial", status);
        Assert.StartsWith("client 1 (host-1) was lost: it could not reach the target", Assert.Single(reasons), StringComparison.Ordinal);
        Assert.Equal(RunVerdictKind.Failed, RunStatus.Verdict(outcome, 0).Kind);
    }

    [Fact]
    public async Task A_target_that_no_client_reaches_is_gone()
    {
        using var together = new Together(Bench.Options(Bench.UrlOfNobody(), requests: 60, concurrency: 2), clients: 2);
        Task<RunOutcome> run = together.CoordinateAsync();
        await Task.WhenAll(GiveUpAsync(together, 0), GiveUpAsync(together, 1), run).WaitAsync(s_limit, Cancellation);
        RunOutcome outcome = await run;

        Assert.True(outcome.Measured!.TargetLost);
        Assert.All(outcome.Clients!, client => Assert.Null(client.Lost));
        Assert.Contains("the target went away", Assert.Single(RunStatus.Of(outcome).Reasons), StringComparison.Ordinal);
    }

    // A client whose every connection is refused.
    private static async Task GiveUpAsync(Together together, int rank)
    {
        using ClientLink link = await Together.ConnectAsync(together.Listener, rank);
        await link.SetupAsync(Cancellation);
        link.Ready([]);
        await link.WarmUpAsync(Cancellation);
        await link.StartAsync(null, Cancellation);
        link.Done(Reports.Of() with { TargetLost = true });
        await link.ByeAsync();
    }

    // Two clients; the second does something in the midst of the measurement, the first finishes once the second is dismissed.
    private static async Task<(RunOutcome Outcome, ClientLink Lost)> LoseAsync(Action<ClientLink> end)
    {
        using var together = new Together(Bench.Options(Bench.UrlOfNobody(), requests: 4, concurrency: 2), clients: 2);
        Task<RunOutcome> run = together.CoordinateAsync();
        using ClientLink well = await Together.ConnectAsync(together.Listener, 0);
        using ClientLink ill = await Together.ConnectAsync(together.Listener, 1);
        foreach (ClientLink link in new[] { well, ill })
        {
            await link.SetupAsync(Cancellation);
            link.Ready([]);
        }

        await Task.WhenAll(well.WarmUpAsync(Cancellation), ill.WarmUpAsync(Cancellation));
        await Task.WhenAll(well.StartAsync(null, Cancellation), ill.StartAsync(null, Cancellation)).WaitAsync(s_limit, Cancellation);
        end(ill);
        await ill.ByeAsync().WaitAsync(s_limit, Cancellation);
        Assert.True(ill.Stopped.IsCancellationRequested);
        well.Done(Reports.Of());
        return (await run.WaitAsync(s_limit, Cancellation), ill);
    }
}
