using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Validity;
using LoadGen.Transport.Loops;

namespace LoadGen.Measurement.Tests.Validity;

public class ObserverTallyTests
{
    [Fact]
    public void Histograms_are_merged_and_counts_added_up()
    {
        ObserverFigures sum = Sum(
            Loop(delayNs: 1_000, recordNs: 10, lagNs: 100, reads: 2_000, untimed: 1, dropped: 1),
            Loop(delayNs: 2_000, recordNs: 20, lagNs: 200, reads: 3_000, untimed: 2, dropped: 0),
            Loop(delayNs: 1_500, recordNs: 15, lagNs: 150, reads: 4_000, untimed: 3, dropped: 4));

        Assert.Equal(("epoll", 3, 1.25), (sum.Transport, sum.Loops, sum.CpuS));
        Assert.Equal((9_000, 6, 5), (sum.Reads, sum.UntimedReads, sum.Dropped));
        Assert.Equal((300, 500, 2_000), (sum.DelayNs.TotalCount, sum.DelayNs.Min, sum.DelayNs.Max));
        Assert.Equal((300, 5, 20), (sum.RecordNs.TotalCount, sum.RecordNs.Min, sum.RecordNs.Max));
        Assert.Equal((300, 50, 200), (sum.LagNs.TotalCount, sum.LagNs.Min, sum.LagNs.Max));
    }

    [Fact]
    public void Shares_are_those_of_the_busiest_and_of_the_most_starved_loop()
    {
        ObserverFigures sum = Sum(
            Loop() with { CpuNs = 400, RunQueueNs = 10, WallNs = 1_000 },
            Loop() with { CpuNs = 450, RunQueueNs = 0, WallNs = 500 },
            Loop() with { CpuNs = 100, RunQueueNs = 250, WallNs = 1_000 });

        Assert.Equal((0.9, 0.25), (sum.CpuShare, sum.RunQueueShare));
    }

    [Fact]
    public void A_phase_without_length_and_without_reads_has_no_shares_and_our_own_clock()
    {
        ObserverFigures sum = Sum(Loop(reads: 0) with { WallNs = 0, CpuNs = 5, RunQueueNs = 5 });

        Assert.Equal((0, 0, 0), (sum.CpuShare, sum.RunQueueShare, sum.Reads));
        Assert.Equal("user", sum.Clock);
    }

    // One read in a thousand may lack its time: the first packets after the kernel begins to stamp do.
    [Theory]
    [InlineData(ReceiveClock.Auto, 1_000, 0, "kernel")]
    [InlineData(ReceiveClock.Auto, 1_000, 1, "kernel")]
    [InlineData(ReceiveClock.Auto, 999, 1, "user")]
    [InlineData(ReceiveClock.Auto, 10_000, 11, "user")]
    [InlineData(ReceiveClock.Auto, 10, 10, "user")]
    [InlineData(ReceiveClock.Kernel, 1_000, 1, "kernel")]
    [InlineData(ReceiveClock.Kernel, 999, 1, "user")]
    [InlineData(ReceiveClock.User, 1_000, 0, "user")]
    public void The_kernels_clock_is_named_where_it_was_wanted_and_told_its_times(ReceiveClock asked, long reads, long untimed, string named)
    {
        ObserverFigures sum = ObserverTally.Sum([Loop(reads: reads, untimed: untimed)], "epoll", asked, cpuS: 1);

        Assert.Equal((named, asked == ReceiveClock.Kernel), (sum.Clock, sum.KernelClockAsked));
    }

    [Fact]
    public void Untimed_reads_are_held_against_the_reads_of_all_loops() =>
        Assert.Equal("kernel", Sum(Loop(reads: 100, untimed: 1), Loop(reads: 900)).Clock);

    // Every loop sees the same wall clock being set, some perhaps after the phase's end.
    [Fact]
    public void A_step_of_the_wall_clock_counts_once_over_all_loops() =>
        Assert.Equal(2, Sum(Loop() with { ClockSteps = 2 }, Loop() with { ClockSteps = 1 }, Loop() with { ClockSteps = 2 }).ClockSteps);

    private static ObserverFigures Sum(params LoopFigures[] loops) => ObserverTally.Sum(loops, "epoll", ReceiveClock.Auto, cpuS: 1.25);

    // Each histogram holds 100 values: the one given and its half.
    private static LoopFigures Loop(
        long delayNs = 1_000, long recordNs = 1_000, long lagNs = 1_000, long reads = 1_000, long untimed = 0, long dropped = 0) => new()
        {
            DelayNs = Observed.Ns(delayNs),
            RecordNs = Observed.Ns(recordNs),
            LagNs = Observed.Ns(lagNs),
            Reads = reads,
            UntimedReads = untimed,
            Dropped = dropped,
            ClockSteps = 0,
            WallNs = 1_000_000,
            CpuNs = 100_000,
            RunQueueNs = 0,
        };
}
