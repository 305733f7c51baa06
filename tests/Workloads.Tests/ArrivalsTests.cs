namespace LoadGen.Workloads.Tests;

public class ArrivalsTests
{
    [Fact]
    public void Opens_the_shape_asked_for_with_its_limits()
    {
        ArrivalSchedule constant = Arrivals.Open(10, 0.5, ArrivalShape.Constant, 3, null, 0);
        Assert.Equal("constant, 10 req/s", constant.Description);
        Assert.Equal([0, 100_000_000, 200_000_000], constant.Drain());

        ArrivalSchedule gamma = Arrivals.Open(10, 0.5, ArrivalShape.Gamma, 30, null, 7);
        Assert.Equal("gamma, 10 req/s, burstiness 0.5, seed 7", gamma.Description);
        Assert.Equal(new GammaArrivals(10, 0.5, 7, count: 30).Drain(), gamma.Drain());
        Assert.Equal("gamma, 10 req/s, burstiness 1 (Poisson), seed 7", Arrivals.Open(10, 1, ArrivalShape.Gamma, null, null, 7).Description);
    }

    [Fact]
    public void A_duration_counts_to_the_tick()
    {
        Assert.Equal(20, Arrivals.Open(10, 1, ArrivalShape.Constant, null, TimeSpan.FromSeconds(2), 0).Drain().Count);
        Assert.Equal(21, Arrivals.Open(10, 1, ArrivalShape.Constant, null, TimeSpan.FromSeconds(2) + TimeSpan.FromTicks(1), 0).Drain().Count);
        Assert.Equal(50, Arrivals.Open(10, 1, ArrivalShape.Constant, 50, TimeSpan.MaxValue, 0).Drain().Count);
    }

    [Fact]
    public void A_shape_that_is_none_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Arrivals.Open(1, 1, (ArrivalShape)9, null, null, 0));
    }

    [Fact]
    public void A_trace_is_its_own_schedule()
    {
        TraceWorkload trace = TestData.Trace(
            TestData.MooncakeLine(100, 5, 5) + TestData.MooncakeLine(160, 5, 5) + TestData.MooncakeLine(160, 5, 5) + TestData.MooncakeLine(400, 5, 5),
            new TraceOptions { Speed = 2 });
        var schedule = new TraceArrivals(trace);
        Assert.Equal("trace, 4 requests, speed 2", schedule.Description);
        Assert.Equal([0, 30_000_000, 30_000_000, 150_000_000], schedule.Drain());
        Assert.Equal(2, new TraceArrivals(trace, count: 2).Drain().Count);
        Assert.Equal(3, new TraceArrivals(trace, durationNs: 150_000_000).Drain().Count);
    }

    [Fact]
    public void A_traces_warm_up_is_no_schedule()
    {
        TraceWorkload warmup = TestData.Trace(TestData.MooncakeLine(0, 5, 5)).ForWarmup(3);
        Assert.Throws<ArgumentException>(() => new TraceArrivals(warmup));
    }
}
