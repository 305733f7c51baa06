using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Running.Sessions;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Simulation;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Measurement.Tests.Running.Sessions;

/// <summary>Sessions that begin by a schedule.</summary>
public class SessionArrivalsTests
{
    private const long Ms = 1_000_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Sessions_begin_when_the_dataset_says_in_the_order_of_time(int loops)
    {
        string[] lines = [.. new[] { 40, 0, 20 }.Select((ms, i) => $$"""{"session_id":"s{{i}}","turns":[{"text":"a","timestamp":{{ms}}},{"text":"b","delay":10}]}""")];
        using var dataset = new SessionDataset(lines);
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Fast);
        BenchResult result = await Bench.RunAsync(
            dataset.Options(engine.Url, change: s => s with { Starts = SessionStarts.Recorded }) with { Concurrency = null, Loops = loops });

        var first = result.Records.Where(r => r.GetProperty("turn").GetInt32() == 1).OrderBy(r => r.GetProperty("intended_s").GetDouble()).ToArray();
        Assert.Equal(["s1", "s2", "s0"], first.Select(r => r.GetProperty("session").GetString()));
        Assert.Equal([0, 0.020, 0.040], first.Select(r => r.GetProperty("intended_s").GetDouble()));
        Assert.All(result.Records, r => Assert.True(r.GetProperty("send_s").GetDouble() >= r.GetProperty("intended_s").GetDouble()));
        SessionLoopTests.AssertOrder(result.Records, gapS: 0.010);
        Assert.Equal((3, 6), (result.Totals.Sessions.Completed, result.Run.Arrivals!.Due));
    }

    [Fact]
    public async Task A_schedule_says_when_sessions_begin_and_a_speedup_shortens_recorded_time()
    {
        using var dataset = new SessionDataset(null, new TimeScale { Speedup = 60 }, """{"session_id":"a","turns":[{"text":"a"},{"text":"b","delay":600}]}""", """{"session_id":"b","turns":["c"]}""");
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Fast);
        BenchResult result = await Bench.RunAsync(dataset.Options(engine.Url, change: s => s with
        {
            Starts = SessionStarts.Scheduled,
            Schedule = new ListedArrivals(5 * Ms, 9 * Ms),
        }) with { Concurrency = null });

        Assert.Equal([0.005, 0.009], result.Records.Where(r => r.GetProperty("turn").GetInt32() == 1).Select(r => r.GetProperty("intended_s").GetDouble()).Order());
        SessionLoopTests.AssertOrder(result.Records, gapS: 0.010);
        Assert.Equal(3, result.Totals.Completed);
    }

    [Fact]
    public async Task A_limit_makes_due_sessions_wait_for_one_to_end()
    {
        using var dataset = SessionDataset.OfText(sessions: 5, turns: 2, startEveryMs: 0);
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Fast);
        BenchResult result = await Bench.RunAsync(dataset.Options(engine.Url, concurrency: 1, change: s => s with { Starts = SessionStarts.Recorded }) with { Loops = 2 });

        Assert.Equal(10, result.Totals.Completed);
        Assert.InRange(result.Snapshots.Max(s => s.Active), 0, 1);
        SessionLoopTests.AssertOrder(result.Records);
    }

    [Fact]
    public async Task An_interruption_ends_the_wait_for_sessions_that_are_not_due()
    {
        using var dataset = SessionDataset.OfText(sessions: 3, turns: 1, startEveryMs: 3_600_000);
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Fast);
        BenchResult result = await Bench.RunAsync(
            dataset.Options(engine.Url, change: s => s with { Starts = SessionStarts.Recorded }) with { Concurrency = null }, cancelWhen: s => s.Done == 1);

        SessionTotals sessions = result.Totals.Sessions;
        Assert.Equal((1, 1L, 0L), (result.Totals.Completed, sessions.Completed, result.Run.Arrivals!.Missed));
    }
}
