using LoadGen.Economics.Frontier;

namespace LoadGen.Economics.Tests.Frontier;

public class FrontierCurveTests
{
    private static readonly FrontierPoint[] s_points = [new(20, 1000), new(40, 400), new(30, 300), new(80, 0)];

    [Fact]
    public void The_throughput_goes_through_the_frontier_and_past_what_is_beaten()
    {
        FrontierCurve curve = FrontierCurve.Of(s_points)!;
        Assert.Equal([0, 1, 3], curve.Indices);
        Assert.Equal((20, 80), (curve.From, curve.To));
        Assert.Equal(1000.0, curve.TokensPerSPerGpuAt(20));
        Assert.InRange(curve.TokensPerSPerGpuAt(30)!.Value, 400, 1000);
    }

    [Fact]
    public void Of_latencies_less_is_better()
    {
        FrontierCurve curve = FrontierCurve.Of([new(5, 300), new(10, 200), new(12, 900)], isLessXBetter: true)!;
        Assert.Equal([0, 2], curve.Indices);
        Assert.InRange(curve.TokensPerSPerGpuAt(10)!.Value, 300, 900);
    }

    [Fact]
    public void Where_nothing_was_measured_there_is_no_throughput()
    {
        FrontierCurve curve = FrontierCurve.Of(s_points)!;
        Assert.Null(curve.TokensPerSPerGpuAt(81));
        Assert.Null(curve.TokensPerSPerGpuAt(19));
        Assert.Equal(0.0, curve.TokensPerSPerGpuAt(80));
    }

    [Fact]
    public void A_throughput_below_0_counts_as_none() =>
        Assert.Equal(0.0, FrontierCurve.Of([new(1, -5)])!.TokensPerSPerGpuAt(1));

    [Fact]
    public void No_points_have_no_curve() => Assert.Null(FrontierCurve.Of([]));
}
