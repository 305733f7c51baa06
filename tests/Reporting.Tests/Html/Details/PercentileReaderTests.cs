using LoadGen.Histograms;
using LoadGen.Reporting.Html.Details;
using LoadGen.Reporting.Tests.Html.Support;

namespace LoadGen.Reporting.Tests.Html.Details;

public class PercentileReaderTests
{
    [Fact]
    public void Points_rise_from_the_least_to_the_most_and_meet_the_percentiles()
    {
        var histogram = new HdrHistogram(1, 3_600_000_000_000, 3);
        for (int i = 1; i <= 100_000; i++)
        {
            histogram.Record(i * 10_000L);
        }

        IReadOnlyList<double[]> points = PercentileReader.Points(histogram);

        Assert.InRange(points.Count, 40, 150);
        Assert.Equal(0, points[0][0]);
        Assert.Equal(0.01, points[0][1], 1e-3);
        Assert.Equal(99.999, points[^1][0]);
        Assert.Equal(1000, points[^1][1], 1.0);
        Assert.All(points.Zip(points.Skip(1)), pair => Assert.True(pair.Second[0] >= pair.First[0] && pair.Second[1] >= pair.First[1]));
        // It ends where there are no more values: beyond that a plot would show one of them alone.
        Assert.Equal(1, points.Count(point => point[0] >= 99.999));
        double[] near = points.First(point => point[0] >= 90);
        Assert.Equal(near[0] * 10, near[1], 1.0);
    }

    [Fact]
    public void A_value_that_came_often_is_a_line_of_two_points()
    {
        var histogram = new HdrHistogram(1, 3_600_000_000_000, 3);
        for (int i = 0; i < 100_000; i++)
        {
            histogram.Record(5_000_000);
        }

        Assert.InRange(PercentileReader.Points(histogram).Count, 2, 4);
    }

    [Fact]
    public void The_four_logs_are_read_and_a_broken_one_is_named()
    {
        using var folder = new RunFolderFor();
        Assert.NotNull(PercentileReader.Read(folder.Path).Absent);
        folder.Log("ttft.hlog", 100, 200, 300).Log("e2e.hlog", 1000);

        IReadOnlyDictionary<string, IReadOnlyList<double[]>> read = PercentileReader.Read(folder.Path).Percentiles!;

        Assert.Equal(["e2el", "ttft"], read.Keys.Order());
        Assert.Equal(300, read["ttft"][^1][1], 0.5);
        folder.Write("itl.hlog", "not,a,log,at all\n");
        Assert.Contains("itl.hlog:1", PercentileReader.Read(folder.Path).Absent, StringComparison.Ordinal);
    }
}
