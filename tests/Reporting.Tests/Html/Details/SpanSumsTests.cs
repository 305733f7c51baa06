using LoadGen.Reporting.Html.Details;

namespace LoadGen.Reporting.Tests.Html.Details;

public class SpanSumsTests
{
    [Fact]
    public void What_lasts_counts_for_its_share_of_each_span()
    {
        var sums = new SpanSums(durationS: 4, stepS: 1);
        sums.Add(0.5, 3.25, 1);
        Assert.Equal([0.5, 1, 1, 0.25], sums.Means());
    }

    [Fact]
    public void Within_one_span_it_counts_there_alone()
    {
        var sums = new SpanSums(4, 1);
        sums.Add(1.25, 1.75, 10);
        Assert.Equal([0, 5, 0, 0], sums.Means());
    }

    [Fact]
    public void The_last_span_may_be_shorter_and_its_mean_is_over_what_there_is()
    {
        var sums = new SpanSums(2.5, 1);
        sums.Add(0, 2.5, 3);
        Assert.Equal([3, 3, 3], sums.Means());
    }

    [Fact]
    public void What_lies_outside_of_the_run_is_left_out()
    {
        var sums = new SpanSums(2, 1);
        sums.Add(-5, 0.5, 1);
        sums.Add(1.5, 99, 1);
        sums.Add(7, 9, 1);
        Assert.Equal([0.5, 0.5], sums.Means());
    }

    [Fact]
    public void Many_additions_agree_with_adding_each_by_itself()
    {
        var random = new Random(7);
        var sums = new SpanSums(30, 0.5);
        double total = 0;
        for (int i = 0; i < 1_000; i++)
        {
            double from = 30 * random.NextDouble();
            double to = from + ((30 - from) * random.NextDouble());
            sums.Add(from, to, 2);
            total += 2 * (to - from);
        }

        Assert.Equal(total, sums.Means().Sum() * 0.5, total * 1e-4);
    }
}
