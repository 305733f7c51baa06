using LoadGen.Economics.Costs;
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
    public void The_cost_is_that_of_the_throughput_there()
    {
        FrontierCurve curve = FrontierCurve.Of(s_points)!;
        Assert.Equal(UnitCosts.UsdPerMillionTokens(1.41, curve.TokensPerSPerGpuAt(33)!.Value), curve.UsdPerMillionTokensAt(33, 1.41));
        Assert.Equal(UnitCosts.TokensPerSPerMw(1.73, curve.TokensPerSPerGpuAt(33)!.Value), curve.TokensPerSPerMwAt(33, 1.73));
    }

    [Fact]
    public void Where_nothing_was_measured_and_where_nothing_comes_out_there_is_no_cost()
    {
        FrontierCurve curve = FrontierCurve.Of(s_points)!;
        Assert.Null(curve.TokensPerSPerGpuAt(81));
        Assert.Null(curve.UsdPerMillionTokensAt(19, 1));
        Assert.Equal(0.0, curve.TokensPerSPerGpuAt(80));
        Assert.Null(curve.UsdPerMillionTokensAt(80, 1));
        Assert.Null(curve.TokensPerSPerMwAt(80, 1));
    }

    [Fact]
    public void A_throughput_below_0_counts_as_none() =>
        Assert.Equal(0.0, FrontierCurve.Of([new(1, -5)])!.TokensPerSPerGpuAt(1));

    [Fact]
    public void No_points_have_no_curve() => Assert.Null(FrontierCurve.Of([]));
}
