using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;
using LoadGen.Simulation;

namespace LoadGen.Measurement.Tests.Running;

public class RequestWatchTests
{
    [Fact]
    public async Task Every_measured_request_is_seen_once_and_no_warmup()
    {
        var watch = new Watch(int.MaxValue);
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Fast);
        BenchResult result = await Bench.RunAsync(Bench.Options(engine.Url, requests: 20) with { WarmupRequests = 3 }, watch: watch);

        Assert.Equal(Enumerable.Range(0, 20), watch.Seen.Select(seen => seen.Index).Order());
        Assert.Equal(
            result.Records.Select(record => (record.GetProperty("index").GetInt32(), record.GetProperty("phase").GetString()!)),
            watch.Seen.Select(seen => (seen.Index, seen.Stage)));
    }

    [Fact]
    public async Task A_watch_that_has_seen_enough_ends_a_closed_loop()
    {
        var watch = new Watch(10);
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Fast);
        BenchResult result = await Bench.RunAsync(
            Bench.Options(engine.Url, requests: null) with { Workload = new FixedWorkload(null), Duration = TimeSpan.FromHours(1) }, watch: watch);

        // Those under way are finished, and all count: nothing was interrupted.
        Assert.True(watch.Seen.Count >= 10);
        Assert.Equal((result.Totals.Requested, 0L), (result.Totals.Completed, result.Totals.Of(Outcome.Cancelled)));
        Assert.Equal(watch.Seen.Count, result.Records.Count);
        Assert.Equal(("complete", RunVerdictKind.Valid), (RunStatus.Of(result.Run).Status, RunStatus.Verdict(result.Run, 0).Kind));
    }

    [Fact]
    public async Task And_a_schedule_too()
    {
        var watch = new Watch(5);
        await using SimulatedEngine engine = await Bench.StartAsync(Bench.Fast);
        BenchResult result = await Bench.RunAsync(
            Bench.Options(engine.Url, requests: null) with
            {
                Workload = new FixedWorkload(null),
                Arrivals = new ListedArrivals([.. Enumerable.Range(0, 10).Select(i => i * 1_000_000L), 3_600_000_000_000L]),
                Concurrency = null,
                Duration = TimeSpan.FromHours(2),
            },
            watch: watch);

        // The last arrival is due in an hour, which nobody waits for.
        Assert.InRange(watch.Seen.Count, 5, 10);
        Assert.Equal(watch.Seen.Count, result.Records.Count);
    }

    private sealed class Watch(int enough) : IRequestWatch
    {
        public List<(int Index, string Stage)> Seen { get; } = [];

        public bool OnFinished(RequestTimeline timeline, in RequestFigures figures, long runStartNs, SteadySpan steady)
        {
            Seen.Add((timeline.Item.Index, System.Text.Encoding.ASCII.GetString(steady.StageAt(timeline.SendNs))));
            return Seen.Count < enough;
        }
    }
}
