using FsCheck;
using FsCheck.Fluent;
using LoadGen.Economics.Frontier;

namespace LoadGen.Economics.Tests.Frontier;

public class ParetoFrontierTests
{
    // A small grid, so that equal coordinates are frequent.
    private static readonly Arbitrary<FrontierPoint[]> s_points =
        (from x in Gen.Choose(0, 12) from y in Gen.Choose(0, 12) select new FrontierPoint(x, y)).ArrayOf().ToArbitrary();

    [Fact]
    public void Points_that_none_beats_are_on_it_by_rising_interactivity()
    {
        FrontierPoint[] points = [new(10, 900), new(50, 400), new(50, 300), new(20, 350), new(100, 50), new(10, 900), new(5, 900)];
        Assert.Equal([0, 1, 4], ParetoFrontier.Indices(points));
    }

    [Fact]
    public void Less_latency_is_better_where_x_is_one() =>
        Assert.Equal([0, 2], ParetoFrontier.Indices([new(1, 100), new(3, 90), new(5, 400), new(6, 400)], isLessXBetter: true));

    [Fact]
    public void What_is_no_number_is_not_on_it() =>
        Assert.Equal([1], ParetoFrontier.Indices([new(double.NaN, 5), new(1, 1), new(2, double.PositiveInfinity)]));

    [Fact]
    public void No_points_have_no_frontier() => Assert.Empty(ParetoFrontier.Indices([]));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_point_is_on_it_exactly_when_no_other_beats_it(bool isLessXBetter) =>
        Prop.ForAll(s_points, points =>
        {
            HashSet<FrontierPoint> frontier = [.. ParetoFrontier.Indices(points, isLessXBetter).Select(i => points[i])];
            return points.All(p => frontier.Contains(p) == !points.Any(other => Beats(other, p, isLessXBetter)));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Along_it_both_coordinates_are_strictly_ordered(bool isLessXBetter) =>
        Prop.ForAll(s_points, points =>
        {
            FrontierPoint[] along = [.. ParetoFrontier.Indices(points, isLessXBetter).Select(i => points[i])];
            return along.Zip(along.Skip(1)).All(pair =>
                pair.First.X < pair.Second.X && (isLessXBetter ? pair.First.Y < pair.Second.Y : pair.First.Y > pair.Second.Y));
        }).QuickCheckThrowOnFailure();

    private static bool Beats(FrontierPoint a, FrontierPoint b, bool isLessXBetter)
    {
        bool asGood = (isLessXBetter ? a.X <= b.X : a.X >= b.X) && a.Y >= b.Y;
        return asGood && a != b;
    }
}
