using LoadGen.Measurement.Running;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;
using LoadGen.Simulation;
using LoadGen.Transport.Timing;

namespace LoadGen.Measurement.Tests.Running;

public class ProberTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_single_request_has_the_stamps_of_a_runs()
    {
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Fast);
        var prober = new Prober(Bench.Options(engine.Url), MonotonicClock.Instance);
        for (int i = 0; i < 2; i++)
        {
            Seen seen = await AskAsync(prober);
            Assert.Equal((Outcome.Completed, 200, null), (seen.Outcome, seen.Status, seen.Error));
            Assert.True(seen.IsSimulated);

            // Nothing is kept from one to the next: each opens a connection of its own, after it was due and before it sends.
            Assert.True(seen.IntendedNs < seen.SendNs && seen.ConnectNs > 0 && seen.IntendedNs + seen.ConnectNs <= seen.SendNs);
            Assert.True(seen.SendNs < seen.FirstOutputNs && seen.FirstOutputNs <= seen.EndNs);
            Assert.True(seen.TtftNs > 0);
        }
    }

    [Fact]
    public async Task A_target_that_is_not_there_is_an_outcome()
    {
        Seen seen = await AskAsync(new Prober(Bench.Options(Bench.UrlOfNobody()), MonotonicClock.Instance));
        Assert.Equal((Outcome.Refused, 0L), (seen.Outcome, seen.SendNs));
        Assert.NotNull(seen.Error);
    }

    [Fact]
    public async Task Past_its_limit_a_request_timed_out()
    {
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Silent);
        var prober = new Prober(Bench.Options(engine.Url), MonotonicClock.Instance) { Limit = TimeSpan.FromMilliseconds(200) };
        Seen seen = await AskAsync(prober);
        Assert.Equal((Outcome.TimedOut, "not over within 0.2 s, connecting included"), (seen.Outcome, seen.Error));
    }

    [Fact]
    public async Task Whoever_gives_it_up_finds_it_cancelled()
    {
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Silent);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        Assert.Equal(Outcome.Cancelled, (await AskAsync(new Prober(Bench.Options(engine.Url), MonotonicClock.Instance), stop.Token)).Outcome);
        Assert.Equal(Outcome.Cancelled, (await AskAsync(new Prober(Bench.Options(engine.Url), MonotonicClock.Instance), new CancellationToken(true))).Outcome);
    }

    private static Task<Seen> AskAsync(Prober prober, CancellationToken cancellation = default) => prober.RequestAsync(
        0,
        (RequestTimeline t, in RequestFigures figures, bool isSimulated) => new Seen(
            t.Outcome, t.Status, t.Error, isSimulated, t.IntendedNs, t.ConnectNs, t.SendNs, t.FirstOutputNs, t.EndNs, figures.TtftNs),
        cancellation).WaitAsync(s_limit, CancellationToken.None);

    private sealed record Seen(
        Outcome Outcome, int Status, string? Error, bool IsSimulated, long IntendedNs, long ConnectNs, long SendNs, long FirstOutputNs, long EndNs, long TtftNs);
}
