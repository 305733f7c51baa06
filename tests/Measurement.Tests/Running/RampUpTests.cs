using LoadGen.Measurement.Tests.Support;

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

    // When each slot took its first request, s since the start of the run.
    private static double[] Starts(BenchResult result) => [.. result.Records.Select(r => r.GetProperty("intended_s").GetDouble()).Order()];
}
