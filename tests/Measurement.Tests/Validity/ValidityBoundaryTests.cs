using FsCheck;
using FsCheck.Fluent;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Validity;

namespace LoadGen.Measurement.Tests.Validity;

/// <summary>A figure at its bound is within it, the next worse one is not. Shares are powers of two, so that products are exact.</summary>
public class ValidityBoundaryTests
{
    private const double Gap = 0.004; // a quarter of 4 µs is 1,000 ns

    private static readonly ValidityBounds s_quarter = new()
    {
        ObserverItlShare = 0.25, ObserverTtftShare = 0.25, CpuShare = 0.25, RunQueueShare = 0.25,
    };

    [Theory]
    [InlineData(0.125, 0.375, true)] // waits for a quarter of the time that it wants its core
    [InlineData(0.126, 0.375, false)]
    [InlineData(0.007, 0.008, false)] // ten streams beside a busy process
    public void A_late_read_counts_where_the_loop_must_wait_for_its_core(double queue, double cpu, bool valid)
    {
        ObserverFigures late = Observed.Healthy with { CpuShare = cpu, RunQueueShare = queue, DelayNs = Observed.Ns(5_000_000) };

        AssertReasons(valid, "observer delay p99 5 ms", Observed.Judge(late, bounds: new ValidityBounds { RunQueueShare = 1 }, sharedReads: 0));
    }

    [Fact]
    public void A_loop_that_waits_for_its_core_and_is_in_time_all_the_same_is_valid() =>
        Assert.True(Observed.Judge(Observed.Healthy with { CpuShare = 0.065, RunQueueShare = 0.036 }, sharedReads: 0).Valid);

    [Theory]
    [InlineData("kernel", 0.01, false, true)]
    [InlineData("kernel", 0.0101, false, false)]
    [InlineData("kernel", null, false, true)] // whole answers: no gap
    [InlineData("kernel", 0.0, true, false)] // asked for by an option
    [InlineData("user", 0.0, false, false)]
    public void A_late_read_counts_where_it_is_in_the_times_of_chunks(string clock, double? sharedReads, bool always, bool valid)
    {
        ObserverFigures late = Observed.Healthy with { Clock = clock, DelayNs = Observed.Ns(5_000_000) };
        ValidityInfo validity = Observed.Judge(late, bounds: new ValidityBounds { DelayAlways = always }, sharedReads: sharedReads);

        AssertReasons(valid, "observer delay p99 5 ms is 25% of the median ITL", validity);
    }

    [Fact]
    public void Without_arrival_times_the_lag_counts_whatever_the_clock_is_called()
    {
        ObserverFigures late = Observed.Healthy with { DelayNs = Observed.Empty(), LagNs = Observed.Ns(5_000_000) };

        AssertReasons(false, "loop lag p99 5 ms", Observed.Judge(late, sharedReads: 0));
    }

    [Theory]
    [InlineData(999, true)]
    [InlineData(1_000, true)]
    [InlineData(1_001, false)]
    public void Delay_against_the_gap_between_tokens(long delayNs, bool valid)
    {
        ObserverFigures observer = Observed.Healthy with { CpuShare = 0, RunQueueShare = 0, DelayNs = Observed.Ns(delayNs) };

        AssertReasons(valid, "--max-observer-itl-share allows 25%", Observed.Judge(observer, new MedianLatencies(null, Gap, Gap, null), bounds: s_quarter));
        AssertReasons(valid, "--max-observer-itl-share allows 25%", Observed.Judge(observer, new MedianLatencies(null, 0, Gap, null), bounds: s_quarter));
    }

    [Theory]
    [InlineData(999, true)]
    [InlineData(1_000, true)]
    [InlineData(1_001, false)]
    public void Delay_against_the_time_to_the_first_token(long delayNs, bool valid)
    {
        ObserverFigures observer = Observed.Healthy with { CpuShare = 0, RunQueueShare = 0, DelayNs = Observed.Ns(delayNs) };

        AssertReasons(valid, "--max-observer-ttft-share allows 25%", Observed.Judge(observer, new MedianLatencies(Gap, null, null, null), bounds: s_quarter));
        AssertReasons(valid, "--max-observer-ttft-share allows 25%", Observed.Judge(observer, new MedianLatencies(null, null, null, Gap), bounds: s_quarter));
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Cpu_and_run_queue(int step, bool valid)
    {
        double share = step switch { < 0 => Math.BitDecrement(0.25), 0 => 0.25, _ => Math.BitIncrement(0.25) };

        AssertReasons(valid, "--max-cpu-share allows 25%", Observed.Judge(Observed.Healthy with { CpuShare = share, RunQueueShare = 0 }, bounds: s_quarter));
        AssertReasons(valid, "--max-run-queue-share allows 25%", Observed.Judge(Observed.Healthy with { CpuShare = 0, RunQueueShare = share }, bounds: s_quarter));
    }

    [Fact]
    public void Exactly_one_request_in_a_hundred_may_be_late_whatever_their_number() => Prop.ForAll(Gen.Choose(1, 20_000_000).ToArbitrary(), late =>
    {
        AssertReasons(true, "", Observed.Judge(Observed.Healthy, arrivals: new ArrivalCounts(100L * late, 100L * late, late, 0)));
        AssertReasons(false, "were sent later than", Observed.Judge(Observed.Healthy, arrivals: new ArrivalCounts(100L * late, 100L * late, late + 1, 0)));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(true, "kernel", 0, null)]
    [InlineData(true, "user", 0, "--clock kernel: the kernel did not tell when 3 of 8 reads arrived; use --clock auto")]
    [InlineData(false, "user", 0, null)]
    [InlineData(false, "kernel", 1, "the wall clock, by which the kernel stamps packets, was set 1 times during the run")]
    [InlineData(true, "kernel", 2, "the wall clock, by which the kernel stamps packets, was set 2 times during the run")]
    [InlineData(false, "user", 2, null)] // our own clock is monotonic
    public void A_clock_that_was_refused_or_set(bool kernelAsked, string clock, long steps, string? reason)
    {
        ObserverFigures observer = Observed.Healthy with { KernelClockAsked = kernelAsked, Clock = clock, ClockSteps = steps, Reads = 8, UntimedReads = 3 };

        AssertReasons(reason is null, reason ?? "", Observed.Judge(observer));
    }

    private static void AssertReasons(bool valid, string reason, ValidityInfo validity)
    {
        Assert.Equal(valid, validity.Valid);
        if (valid)
        {
            Assert.Empty(validity.Reasons);
        }
        else
        {
            Assert.Contains(reason, Assert.Single(validity.Reasons), StringComparison.Ordinal);
        }
    }
}
