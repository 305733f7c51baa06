using LoadGen.Verdicts.Steady;

namespace LoadGen.Verdicts.Tests.Steady;

public class WarmupCutTests
{
    [Fact]
    public void A_cold_start_is_cut_off_whole()
    {
        // 40 requests at first take three times as long.
        var random = new Random(1);
        double[] values = [.. Enumerable.Range(0, 300).Select(i => (i < 40 ? 300 : 100) * Lognormal(random, 0.3))];
        Assert.InRange(WarmupCut.Of(values), 35, 50);
    }

    [Fact]
    public void A_start_that_fades_is_cut_where_little_of_it_is_left()
    {
        var random = new Random(2);
        double[] values = [.. Enumerable.Range(0, 300).Select(i => 100 * (1 + (4 * Math.Exp(-i / 15.0))) * Lognormal(random, 0.2))];
        Assert.InRange(WarmupCut.Of(values), 20, 80);
    }

    [Fact]
    public void An_even_run_keeps_all_of_its_requests_however_long_its_tail()
    {
        // A cut that finds something to cut in steady runs takes early slow requests away: never in more than one of a thousand.
        int cuts = 0;
        for (int seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            cuts += WarmupCut.Of([.. Enumerable.Range(0, 200).Select(_ => Lognormal(random, 1))]) > 0 ? 1 : 0;
        }

        Assert.InRange(cuts, 0, 2);
    }

    [Fact]
    public void One_slow_request_at_the_beginning_is_no_warmup()
    {
        double[] values = [.. Enumerable.Range(0, 200).Select(i => i == 2 ? 100_000.0 : 100 + (i % 7))];
        Assert.Equal(0, WarmupCut.Of(values));
    }

    [Fact]
    public void A_fast_beginning_is_no_warmup()
    {
        // Empty queues at first: to cut that off would be the user's loss, and the tail is what is judged.
        double[] values = [.. Enumerable.Range(0, 200).Select(i => (i < 40 ? 50.0 : 100) + (i % 7))];
        Assert.Equal(0, WarmupCut.Of(values));
    }

    [Fact]
    public void What_comes_after_the_deciding_requests_changes_nothing()
    {
        double[] values = [.. Enumerable.Range(0, 1000).Select(i => (i < 30 ? 500.0 : 100) + (i % 5))];
        Assert.Equal(30, WarmupCut.Of(values));
        Assert.Equal(30, WarmupCut.Of(values.AsSpan(0, WarmupCut.DecidedByRequests)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(39)]
    public void Of_a_few_requests_nothing_is_cut(int count) =>
        Assert.Equal(0, WarmupCut.Of([.. Enumerable.Range(0, count).Select(i => i < 5 ? 1000.0 : 1)]));

    [Fact]
    public void Requests_without_a_value_are_passed_over()
    {
        double[] values = [.. Enumerable.Range(0, 200).Select(i => i % 3 == 0 ? double.NaN : (i < 30 ? 500.0 : 100) + (i % 5))];
        Assert.Equal(30, WarmupCut.Of(values));
        Assert.Equal(0, WarmupCut.Of([.. Enumerable.Repeat(double.NaN, 200)]));
    }

    private static double Lognormal(Random random, double sigma) =>
        Math.Exp(sigma * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
