using LoadGen.Results.Statistics;

namespace LoadGen.Results.Tests.Statistics;

public class WelchTests
{
    // Worked by hand: means 3 and 8, variances 2.5 and 10, of 5 each: se² = 2.5, ν = 2.5² / ((0.5² + 2²) / 4) = 5.882, t = 2.459.
    [Fact]
    public void The_interval_of_a_difference_is_as_worked_by_hand()
    {
        Interval interval = Welch.Difference([1, 2, 3, 4, 5], [4, 6, 8, 10, 12], 0.95);
        double half = StudentT.Quantile(0.975, 6.25 / 1.0625) * Math.Sqrt(2.5);
        Assert.Equal(5, interval.Estimate, 12);
        Assert.Equal((5 - half, 5 + half), (interval.Low, interval.High));
        Assert.Equal(2.459 * Math.Sqrt(2.5), half, 0.001);
        Assert.True(interval.ExcludesZero);
    }

    [Fact]
    public void Values_that_do_not_vary_have_an_interval_without_width()
    {
        Assert.Equal(new Interval(1, 1, 1), Welch.Difference([2, 2], [3, 3], 0.95));
        Assert.False(Welch.Difference([2, 2], [2, 2], 0.95).ExcludesZero);
    }

    // Of so many pairs of samples of one distribution, as many intervals miss 0 as the confidence says: the 99.9% range of a binomial.
    [Fact]
    public void Its_confidence_is_what_it_says()
    {
        var random = new Random(5);
        int misses = Enumerable.Range(0, 4_000).Count(_ => Welch.Difference(Normals(random, 4, 1), Normals(random, 6, 3), 0.9).ExcludesZero);
        Assert.InRange(misses, 337, 463);
    }

    [Fact]
    public void One_value_has_no_variance() => Assert.Throws<ArgumentException>(() => Welch.Difference([1], [2, 3], 0.95));

    private static double[] Normals(Random random, int count, double std) =>
        [.. Enumerable.Range(0, count).Select(_ => std * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];
}
