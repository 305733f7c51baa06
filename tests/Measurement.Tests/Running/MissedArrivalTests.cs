using LoadGen.Measurement.Running;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;
using LoadGen.Measurement.Validity;
using LoadGen.Simulation;

namespace LoadGen.Measurement.Tests.Running;

public class MissedArrivalTests
{
    private const long HourNs = 3_600_000_000_000;

    [Fact]
    public async Task What_was_due_but_not_taken_up_before_a_stop_is_missed_and_what_was_not_due_is_not_counted()
    {
        // The second loop is held up in its first prompt until after the stop: but for its last, its arrivals come due in the meantime.
        using var goOn = new ManualResetEventSlim();
        var workload = new FixedWorkload(null, onWriting: index =>
        {
            if (index == 1)
            {
                goOn.Wait(TestContext.Current.CancellationToken);
            }
        });
        int seen = 0;
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Silent);
        BenchOptions options = Bench.Options(engine.Url, requests: null) with
        {
            Loops = 2, Workload = workload, Concurrency = null, Arrivals = new ListedArrivals(0, 0, 0, 1_000_000, HourNs, HourNs),
        };
        BenchResult result = await Bench.RunAsync(options, cancelWhen: s =>
        {
            // The snapshot after the one that stopped the run: by then the stop is known to all.
            if (seen > 0)
            {
                goOn.Set();
            }

            return s.ElapsedS > 0.002 && engine.Snapshot().Active == 2 && ++seen == 1;
        });

        result.AssertAll(Outcome.Cancelled);
        Assert.Equal([0, 2], result.Indices.Order());
        Assert.Equal(new ArrivalCounts(Due: 4, Sent: 2, result.Run.Arrivals!.Late, Missed: 2), result.Run.Arrivals);
    }

    [Fact]
    public async Task What_comes_due_while_a_body_is_written_is_missed_too_when_the_run_stops_meanwhile()
    {
        // Farther off than requests are planned, so that two of the three are still in the schedule when the stop is seen.
        const long LaterNs = 600_000_000;
        using var goOn = new ManualResetEventSlim();
        var workload = new FixedWorkload(null, onWriting: _ => goOn.Wait(TestContext.Current.CancellationToken));
        int seen = 0;
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Silent);
        BenchOptions options = Bench.Options(engine.Url, requests: null) with
        {
            Loops = 1, Workload = workload, Concurrency = null, Arrivals = new ListedArrivals(0, LaterNs, LaterNs, LaterNs, HourNs),
        };
        BenchResult result = await Bench.RunAsync(options, cancelWhen: s =>
        {
            if (seen > 0)
            {
                goOn.Set();
            }

            return s.ElapsedS > LaterNs / 1e9 && ++seen == 1;
        });

        // The first is taken up where the loop itself was writing it.
        Assert.Equal(4, result.Run.Arrivals!.Due);
        Assert.InRange(result.Run.Arrivals.Missed, 3, 4);
    }
}
