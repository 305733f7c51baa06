using LoadGen.Verdicts.Statistics;

namespace LoadGen.Verdicts.Tests.Statistics;

public sealed class EarlyStoppingTests
{
    private const double At99 = 0.01;

    [Theory]
    [InlineData(0.9, 64)]
    [InlineData(0.95, 130)]
    [InlineData(0.99, 662)]
    [InlineData(0.999, 6636)]
    public void Its_floors_are_the_published_ones(double percentile, int requests) =>
        Assert.Equal(requests, EarlyStopping.Floor(percentile, At99));

    [Theory]
    [InlineData(0.9, 44)]
    [InlineData(0.95, 90)]
    [InlineData(0.99, 459)]
    [InlineData(0.999, 4603)]
    public void Without_an_overrun_it_is_the_logarithm(double percentile, int requests)
    {
        Assert.Equal(requests, EarlyStopping.LeastRequests(0, percentile, At99));
        Assert.Equal(requests, (int)Math.Ceiling(Math.Log(At99) / Math.Log(percentile)));
    }

    [Fact]
    public void The_least_number_passes_and_one_fewer_does_not()
    {
        foreach (double p in new[] { 0.5, 0.9, 0.99, 0.999 })
        {
            for (int t = 0; t < 60; t += 7)
            {
                int least = EarlyStopping.LeastRequests(t, p, At99);
                Assert.True(EarlyStopping.Chance(least, t, p) <= At99);
                Assert.True(EarlyStopping.Chance(least - 1, t, p) > At99);
            }
        }
    }

    [Fact]
    public void The_most_overruns_pass_and_one_more_does_not()
    {
        foreach (int n in new[] { 458, 459, 662, 1000, 5000, 100_000 })
        {
            int most = EarlyStopping.OverrunsMax(n, 0.99, At99);
            Assert.True(most < 0 || EarlyStopping.Chance(n, most, 0.99) <= At99);
            Assert.True(EarlyStopping.Chance(n, most + 1, 0.99) > At99);
        }

        Assert.Equal(-1, EarlyStopping.OverrunsMax(458, 0.99, At99));
        Assert.Equal(0, EarlyStopping.OverrunsMax(459, 0.99, At99));
        Assert.Equal(1, EarlyStopping.OverrunsMax(662, 0.99, At99));
    }

    [Fact]
    public void A_pass_is_an_exact_upper_bound_below_what_is_allowed()
    {
        foreach ((int n, int t) in new[] { (700, 1), (700, 2), (5000, 33), (5000, 34), (20_000, 160), (20_000, 170) })
        {
            bool passes = EarlyStopping.Chance(n, t, 0.99) <= At99;
            Assert.Equal(passes, ClopperPearson.High(t, n, At99) <= 0.01);
        }
    }

    [Fact]
    public void So_many_more_requests_at_the_seen_share_would_pass()
    {
        (int n, int t) = (1000, 7);
        int further = EarlyStopping.FurtherRequests(n, t, 0.99, At99, EarlyStopping.Floor(0.99, At99))!.Value;
        int total = n + further;
        Assert.True(EarlyStopping.Chance(total, (int)(total * 0.007), 0.99) <= At99);
        int most = (int)(0.8 * total);
        Assert.True(EarlyStopping.Chance(most, (int)(most * 0.007), 0.99) > At99);
    }

    [Theory]
    [InlineData(10, 0, 652)]
    [InlineData(500, 0, 162)]
    [InlineData(662, 0, 0)]
    public void Without_an_overrun_the_floor_is_what_is_missing(int n, int t, int further) =>
        Assert.Equal(further, EarlyStopping.FurtherRequests(n, t, 0.99, At99, 662));

    [Theory]
    [InlineData(1000, 10)]
    [InlineData(1000, 500)]
    [InlineData(1, 1)]
    public void No_number_of_requests_shows_what_is_not_so(int n, int t) =>
        Assert.Null(EarlyStopping.FurtherRequests(n, t, 0.99, At99, 662));

    [Fact]
    public void A_share_that_is_hardly_below_needs_more_requests_than_a_run_can_have()
    {
        Assert.Null(EarlyStopping.FurtherRequests(2_000_000_000, 19_999_999, 0.99, At99, 662));
    }
}
