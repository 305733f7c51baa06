using System.Collections.Concurrent;
using System.Text;
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

    [Fact]
    public async Task What_the_preparer_comes_to_too_late_does_not_make_it_write_the_turn_after_an_hours_gap()
    {
        // The preparer is held up in "held" while the loop sends "quick", which lies in the preparer's queue then; "last" comes after it.
        using var goOn = new ManualResetEventSlim();
        var counter = new WatchedCounter(text =>
        {
            if (text == "held" && Thread.CurrentThread.Name == "preparer")
            {
                goOn.Wait(TestContext.Current.CancellationToken);
            }
        });
        using var dataset = new SessionDataset(
            """{"session_id":"a","turns":[{"text":"held","timestamp":20},{"text":"held on","delay":3600000}]}""",
            """{"session_id":"b","turns":[{"text":"quick","timestamp":21},{"text":"an hour later","delay":3600000}]}""",
            """{"session_id":"c","turns":[{"text":"last","timestamp":400}]}""");
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Fast);
        BenchResult result = await Bench.RunAsync(
            dataset.Options(engine.Url, change: s => s with { Starts = SessionStarts.Recorded, Prompts = s.Prompts with { Counter = counter } }) with
            {
                Concurrency = null, Loops = 1,
            },
            cancelWhen: s =>
            {
                if (s.Done > 0)
                {
                    goOn.Set();
                }

                return s.Done == 3;
            });

        Assert.Equal(3, result.Totals.Completed);
        Assert.Equal(["held", "last", "quick"], counter.Seen.Where(text => !text.StartsWith("token", StringComparison.Ordinal)).Order());
    }

    private sealed class WatchedCounter(Action<string> onCounting) : ITokenCounter
    {
        public ConcurrentQueue<string> Seen { get; } = [];

        public int Count(ReadOnlySpan<byte> utf8)
        {
            string text = Encoding.UTF8.GetString(utf8);
            Seen.Enqueue(text);
            onCounting(text);
            return 1;
        }
    }
}
