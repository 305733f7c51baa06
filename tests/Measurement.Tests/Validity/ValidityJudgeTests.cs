using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Validity;

namespace LoadGen.Measurement.Tests.Validity;

public class ValidityJudgeTests
{
    private static readonly ObserverFigures s_healthy = Observed.Healthy;

    [Fact]
    public void A_healthy_client_is_valid_and_the_bounds_are_named()
    {
        ValidityInfo validity = Observed.Judge(s_healthy, arrivals: new ArrivalCounts(Due: 1000, Sent: 1000, Late: 10, Missed: 0));

        Assert.Equal((true, 0), (validity.Valid, validity.Reasons.Count));
        Assert.Same(ValidityBounds.Default, validity.Bounds);
    }

    [Theory]
    [InlineData(999_000, 20, 0)] // 5% of 20 ms is 1 ms
    [InlineData(1_003_000, 20, 1)]
    [InlineData(1_003_000, 21, 0)]
    [InlineData(51_000, 1, 1)]
    public void The_delay_at_p99_may_be_a_twentieth_of_the_median_gap(long delayNs, double itlMs, int reasons) => Assert.Equal(
        reasons, Observed.Judge(s_healthy with { DelayNs = Observed.Ns(delayNs) }, Observed.Latencies with { ItlMs = itlMs }).Reasons.Count);

    [Theory]
    [InlineData(4_990_000, 50, 0)] // 10% of 50 ms is 5 ms
    [InlineData(5_010_000, 50, 1)]
    [InlineData(5_010_000, 51, 0)]
    [InlineData(1_000, 0, 1)]
    public void The_delay_at_p99_may_be_a_tenth_of_the_median_time_to_first_token(long delayNs, double ttftMs, int reasons) => Assert.Equal(
        reasons, Observed.Judge(s_healthy with { DelayNs = Observed.Ns(delayNs) }, Observed.Latencies with { TtftMs = ttftMs, ItlMs = 1000 }).Reasons.Count);

    [Fact]
    public void Where_most_chunks_came_together_the_gap_is_that_of_tokens()
    {
        ObserverFigures slow = s_healthy with { DelayNs = Observed.Ns(900_000) };

        Assert.True(Observed.Judge(slow, Observed.Latencies with { ItlMs = 0 }).Valid);
        string reason = Assert.Single(Observed.Judge(slow, Observed.Latencies with { ItlMs = 0, ItlPerTokenMs = 10 }).Reasons);
        Assert.Contains("% of the median ITL per token (10 ms)", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_not_measured_is_held_against_nothing()
    {
        ObserverFigures slow = s_healthy with { DelayNs = Observed.Ns(90_000_000) };

        Assert.True(Observed.Judge(slow, new MedianLatencies(null, null, null, null)).Valid);
        Assert.True(Observed.Judge(slow, new MedianLatencies(null, 0, 0, 1000)).Valid);
        Assert.Contains("median E2E (800 ms)", Assert.Single(Observed.Judge(slow, new MedianLatencies(null, null, null, 800)).Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_kernels_times_the_loops_lag_stands_for_the_delay()
    {
        ObserverFigures user = s_healthy with { Clock = "user", DelayNs = Observed.Empty() };

        Assert.True(Observed.Judge(user).Valid);
        Assert.True(Observed.Judge(s_healthy with { LagNs = Observed.Ns(50_000_000) }).Valid);
        string reason = Assert.Single(Observed.Judge(user with { LagNs = Observed.Ns(2_000_000) }).Reasons);
        Assert.StartsWith("loop lag p99 2 ms is 10% of the median ITL (20 ms); --max-observer-itl-share allows 5%: ", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_that_knows_no_delay_of_its_own_vouches_for_nothing()
    {
        ValidityInfo validity = Observed.Judge(s_healthy with { DelayNs = Observed.Empty(), LagNs = Observed.Empty() });

        Assert.StartsWith("the client's own delay is not known", Assert.Single(validity.Reasons), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.80, 0, true)]
    [InlineData(0.81, 0, false)]
    [InlineData(0.72, 0.10, true)] // 0.72 of the 0.90 that was given is 0.80
    [InlineData(0.73, 0.10, false)]
    [InlineData(0.4, 0.10, true)]
    [InlineData(0.4, 0.11, false)]
    [InlineData(double.NaN, 0, false)]
    [InlineData(0, double.NaN, false)]
    public void The_busiest_loop_may_use_four_fifths_of_what_it_is_given_and_wait_a_tenth_of_the_time(double cpu, double queue, bool valid) =>
        Assert.Equal(valid, Observed.Judge(s_healthy with { CpuShare = cpu, RunQueueShare = queue }).Valid);

    [Theory]
    [InlineData(0.9, 0, "use more --loops")]
    [InlineData(0.45, 0.50, "a loop waited for its core 52.6% of the time it wanted it: other work runs on the client's cores")]
    [InlineData(0, 1, "a loop waited for its core 100% of the time it wanted it")]
    public void A_starved_loop_is_told_from_one_that_has_too_much_to_do(double cpu, double queue, string advice) => Assert.Contains(
        advice, Observed.Judge(s_healthy with { CpuShare = cpu, RunQueueShare = queue }).Reasons[0], StringComparison.Ordinal);

    // As measured with a busy process on the loop's core: streams, CPU share, waiting share, delay p99 in µs (docs/validity.md).
    [Theory]
    [InlineData(0.008, 0.007, 3130)]
    [InlineData(0.061, 0.061, 2728)]
    [InlineData(0.375, 0.371, 4537)]
    public void A_loop_that_shares_its_core_with_a_busy_process_is_invalid(double cpu, double queue, double delayUs)
    {
        ValidityInfo validity = Observed.Judge(s_healthy with { CpuShare = cpu, RunQueueShare = queue, DelayNs = Observed.Ns((long)(delayUs * 1000)) });

        Assert.Contains("other work runs on the client's cores", validity.Reasons[0], StringComparison.Ordinal);
    }

    // The same without the busy process.
    [Theory]
    [InlineData(0.006, 0.000, 209)]
    [InlineData(0.044, 0.002, 193)]
    [InlineData(0.392, 0.014, 516)]
    public void A_loop_alone_on_its_core_is_valid(double cpu, double queue, double delayUs) =>
        Assert.True(Observed.Judge(s_healthy with { CpuShare = cpu, RunQueueShare = queue, DelayNs = Observed.Ns((long)(delayUs * 1000)) }).Valid);

    [Fact]
    public void A_lost_observation_spoils_the_verdict() =>
        Assert.StartsWith("3 times of the client's own delay were lost", Assert.Single(Observed.Judge(s_healthy with { Dropped = 3 }).Reasons), StringComparison.Ordinal);

    [Theory]
    [InlineData(1000, 10, 0, true)]
    [InlineData(1000, 11, 0, false)]
    [InlineData(50, 1, 0, false)]
    [InlineData(1000, 0, 1, false)]
    [InlineData(0, 0, 0, true)]
    public void One_request_in_a_hundred_may_be_late_and_none_may_be_missed(long sent, long late, long missed, bool valid) =>
        Assert.Equal(valid, Observed.Judge(s_healthy, arrivals: new ArrivalCounts(sent + missed, sent, late, missed)).Valid);

    [Fact]
    public void Late_and_missed_arrivals_are_told_with_their_bounds()
    {
        ValidityInfo validity = Observed.Judge(
            s_healthy, arrivals: new ArrivalCounts(Due: 500, Sent: 493, Late: 50, Missed: 7), bounds: new ValidityBounds { LatenessMs = 0.5, LatenessGapShare = 0.125 });

        Assert.Equal(2, validity.Reasons.Count);
        Assert.StartsWith("50 of 493 requests were sent later than 0.5 ms + 12.5% of the mean gap", validity.Reasons[0], StringComparison.Ordinal);
        Assert.StartsWith("7 of 500 arrivals that were due were never sent", validity.Reasons[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_measured_or_nothing_observed_is_not_valid()
    {
        Assert.Equal((false, "nothing was measured"), Told(Observed.Judge(null, measured: false)));
        Assert.Equal((false, "the client did not observe itself: it cannot vouch for these figures"), Told(Observed.Judge(null)));

        static (bool, string) Told(ValidityInfo v) => (v.Valid, Assert.Single(v.Reasons));
    }

    [Fact]
    public void All_that_is_wrong_is_told_each_in_one_line_with_its_option()
    {
        ObserverFigures bad = s_healthy with { DelayNs = Observed.Ns(50_000_000), CpuShare = 0.5, RunQueueShare = 0.5, Dropped = 1 };
        IReadOnlyList<string> reasons = Observed.Judge(bad, arrivals: new ArrivalCounts(3, 2, 2, 1)).Reasons;

        Assert.Equal(7, reasons.Count);
        Assert.All(
            ["--max-observer-itl-share allows 5%", "--max-observer-ttft-share allows 10%", "--max-cpu-share allows 80%", "--max-run-queue-share allows 10%", "no option", "--max-lateness-ms", "no option"],
            (option, i) => Assert.Contains(option, reasons[i], StringComparison.Ordinal));
        Assert.All(reasons, r => Assert.DoesNotContain('\n', r));
    }

    [Fact]
    public void The_bound_on_lateness_grows_with_the_gap() => Assert.Equal((1.0, 1.5, 51.0), (Bound(0), Bound(10), Bound(1000)));

    [Fact]
    public void Medians_are_taken_from_the_metrics_of_their_names()
    {
        var metrics = MetricRegistry.All.Select((m, i) => (m.Name, i)).ToDictionary(m => m.Name, m => new MetricSummary { P50 = m.i });

        Assert.Equal(
            new MedianLatencies(metrics["ttft_ms"].P50, metrics["itl_ms"].P50, metrics["itl_per_token_ms"].P50, metrics["e2e_ms"].P50), MedianLatencies.Of(metrics));
    }

    private static double Bound(double meanGapMs) => ValidityBounds.Default.LatenessBoundMs(meanGapMs);
}
