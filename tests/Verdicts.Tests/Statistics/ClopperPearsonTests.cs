using LoadGen.Verdicts.Statistics;

namespace LoadGen.Verdicts.Tests.Statistics;

public sealed class ClopperPearsonTests
{
    // The 95% intervals of published tables (Documenta Geigy, binomial confidence limits).
    [Theory]
    [InlineData(0, 10, 0, 0.3085)]
    [InlineData(1, 10, 0.0025, 0.4450)]
    [InlineData(5, 10, 0.1871, 0.8129)]
    [InlineData(10, 10, 0.6915, 1)]
    [InlineData(10, 100, 0.0490, 0.1762)]
    [InlineData(0, 100, 0, 0.0362)]
    [InlineData(15, 50, 0.1786, 0.4461)]
    public void It_is_the_published_interval(int k, int n, double low, double high)
    {
        (double Low, double High) interval = ClopperPearson.Interval(k, n, 0.95);
        Assert.Equal(low, interval.Low, 4);
        Assert.Equal(high, interval.High, 4);
    }

    [Fact]
    public void It_holds_the_true_share_as_often_as_it_says()
    {
        foreach (double share in new[] { 0.01, 0.1, 0.37 })
        {
            double covered = 0;
            for (int k = 0; k <= 60; k++)
            {
                (double low, double high) = ClopperPearson.Interval(k, 60, 0.95);
                double chance = Binomial.AtMost(k, 60, share) - Binomial.AtMost(k - 1, 60, share);
                covered += low <= share && share <= high ? chance : 0;
            }

            Assert.True(covered >= 0.95, $"{covered}");
        }
    }

    [Fact]
    public void Of_nothing_nothing_is_known() => Assert.Equal((0, 1), ClopperPearson.Interval(0, 0, 0.99));
}
