using LoadGen.Reporting.Html.Judged;

namespace LoadGen.Reporting.Tests.Html.Judged;

public class ValueCurveTests
{
    [Fact]
    public void Of_nothing_there_is_nothing() => Assert.Empty(ValueCurve.Of([], 5, 0.99));

    [Fact]
    public void One_value_stands_half_a_request_before_all_of_them() => Assert.Equal([[50, 7]], ValueCurve.Of([7], 1, 0.99));

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(0.99)]
    [InlineData(0.999)]
    public void The_value_at_the_required_share_is_the_nearest_rank_s(double share)
    {
        double[] values = [.. Enumerable.Range(1, 1000).Select(i => (double)i)];
        double[] at = Assert.Single(ValueCurve.Of(values, 1000, share), point => point[0] == 100 * share);
        Assert.Equal(Math.Round(1000 * share), at[1]);
    }

    [Fact]
    public void All_of_the_worst_values_are_points_and_of_the_others_enough_to_see()
    {
        double[] values = [.. Enumerable.Range(1, 100_000).Select(i => (double)i)];
        IReadOnlyList<double[]> points = ValueCurve.Of(values, values.Length, 0.99);
        Assert.InRange(points.Count, 80, 200);
        Assert.Equal(values[^8..], points.TakeLast(8).Select(point => point[1]));
        Assert.Equal(1, points[0][1]);
        Assert.All(points.Zip(points.Skip(1)), pair => Assert.True(pair.First[0] < pair.Second[0]));
    }

    [Fact]
    public void With_failed_requests_the_values_end_where_they_begin()
    {
        IReadOnlyList<double[]> points = ValueCurve.Of([1, 2, 3], 4, 0.99);
        Assert.Equal([75, 3], points[^1]);
    }
}
