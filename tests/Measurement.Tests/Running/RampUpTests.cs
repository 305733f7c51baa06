using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;
using LoadGen.Transport.Loops;

namespace LoadGen.Measurement.Tests.Running;

/// <summary>How the streams of a closed loop begin.</summary>
public class RampUpTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Streams_begin_evenly_over_the_time_that_was_asked_for(int loops)
    {
        BenchResult result = await Bench.RunAsync(
            Bench.Silent,
            o => o with { Workload = new FixedWorkload(null), Requests = 100, Concurrency = 6, Loops = loops, RampUp = TimeSpan.FromMilliseconds(120) },
            cancelWhen: s => s.Active == 6);

        double[] starts = Starts(result);
        Assert.Equal(6, starts.Length);
        Assert.All(starts.Index(), start => Assert.InRange(start.Item, start.Index * 0.02, double.MaxValue));
    }

    [Fact]
    public async Task Without_a_wish_each_loop_begins_one_after_the_other()
    {
        BenchResult result = await Bench.RunAsync(
            Bench.Silent, o => o with { Workload = new FixedWorkload(null), Requests = 100, Concurrency = 9, Loops = 1 }, cancelWhen: s => s.Active == 9);

        double[] starts = Starts(result);
        Assert.Equal(9, starts.Length);
        Assert.All(starts.Index(), start => Assert.InRange(start.Item, start.Index * 0.00025, double.MaxValue));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task All_can_begin_at_once(int loops)
    {
        BenchResult result = await Bench.RunAsync(
            Bench.Silent,
            o => o with { Workload = new FixedWorkload(null), Requests = 100, Concurrency = 7, Loops = loops, RampUp = TimeSpan.Zero },
            cancelWhen: s => s.Active == 7);

        Assert.Equal(7, Starts(result).Length);
    }

    [Fact]
    public async Task A_run_whose_requests_are_used_up_does_not_wait_for_streams_that_have_not_begun()
    {
        BenchResult result = await Bench.RunAsync(
            Bench.Fast, o => o with { Workload = new FixedWorkload(5), Requests = 5, Concurrency = 4, RampUp = TimeSpan.FromHours(1) });

        Assert.Equal((5, 5), (result.Totals.Requested, result.Totals.Completed));
    }

    [Fact]
    public async Task A_run_that_is_stopped_does_not_wait_for_streams_that_have_not_begun()
    {
        BenchResult result = await Bench.RunAsync(
            Bench.Silent,
            o => o with { Workload = new FixedWorkload(null), Requests = 100, Concurrency = 4, RampUp = TimeSpan.FromHours(1) },
            cancelWhen: s => s.Active == 1);

        Assert.Equal(1, result.Totals.Requested);
    }

    // Two clients whose clocks stand an hour apart; each is told the common instant on its own.
    [Fact]
    public async Task All_begin_at_the_common_start_instant_and_none_before()
    {
        const long StartNs = 1_000_000_000;
        ManualClock[] clocks = [new(), new() { NowNs = 3_600_000_000_000 }];
        long[] beganNs = [.. clocks.Select(clock => clock.NowNs)];
        using var live = new LiveShards();
        using var collector = new Collector(new CollectorPhase(false, 0, long.MaxValue, null, null, []), null, live, new TimelinePool(), new RecordingObserver());
        var phase = new RunPhase(new PhasePlan(new FixedWorkload(null), null, null, null), long.MaxValue, 10, collector, live, clocks[0]);
        foreach ((ManualClock clock, long beganAtNs) in clocks.Zip(beganNs))
        {
            List<long> begun = [];
            using var loop = EventLoop.Start(0, new LoopOptions(), clock);
            await loop.RunAsync(() =>
            {
                new SlotStarter(loop, phase, slots: 5, stepNs: 0, () => begun.Add(clock.NowNs - beganAtNs)).Start(beganAtNs + StartNs);
                return Task.CompletedTask;
            });
            foreach (long atNs in (long[])[1, StartNs / 2, StartNs - 1])
            {
                await LookAsync(loop, clock, beganAtNs + atNs);
                Assert.Empty(begun);
            }

            await LookAsync(loop, clock, beganAtNs + StartNs);
            Assert.Equal(Enumerable.Repeat(StartNs, 5), begun);
        }
    }

    // The loop looks at its timers once between two things that it is asked to do, and then does what they posted.
    private static async Task LookAsync(EventLoop loop, ManualClock clock, long nowNs)
    {
        clock.NowNs = nowNs;
        for (int i = 0; i < 4; i++)
        {
            await loop.RunAsync(() => Task.CompletedTask);
        }
    }

    // When each slot took its first request, s since the start of the run.
    private static double[] Starts(BenchResult result) => [.. result.Records.Select(r => r.GetProperty("intended_s").GetDouble()).Order()];
}
