using LoadGen.Verdicts.Statistics;

namespace LoadGen.Verdicts.Tests.Statistics;

public sealed class DispersionTests
{
    [Fact]
    public void Independent_events_have_a_ratio_of_one_and_are_seldom_taken_for_clusters()
    {
        var random = new Random(3);
        double ratios = 0;
        int clustered = 0;
        const int Runs = 400;
        for (int run = 0; run < Runs; run++)
        {
            bool[] events = [.. Enumerable.Range(0, 5000).Select(_ => random.NextDouble() < 0.02)];
            Dispersion found = Dispersion.Of(events)!.Value;
            ratios += found.VarianceRatio / Runs;
            clustered += found.PValue < 0.01 ? 1 : 0;
        }

        Assert.Equal(1, ratios, 1);
        Assert.InRange(clustered, 0, 12);
    }

    [Fact]
    public void Events_that_come_together_are_found()
    {
        bool[] events = new bool[2000];
        Array.Fill(events, true, 900, 40);
        Dispersion found = Dispersion.Of(events)!.Value;
        Assert.True(found.VarianceRatio > 5);
        Assert.True(found.PValue < 1e-6);
    }

    [Fact]
    public void Events_that_keep_their_distance_are_no_clusters()
    {
        bool[] events = [.. Enumerable.Range(0, 2000).Select(i => i % 50 == 0)];
        Assert.True(Dispersion.Of(events)!.Value.PValue > 0.99);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(14)]
    public void Of_few_events_nothing_is_said(int count)
    {
        bool[] events = new bool[1000];
        Array.Fill(events, true, 0, count);
        Assert.Null(Dispersion.Of(events));
    }

    [Fact]
    public void Its_chance_is_that_of_chi_square()
    {
        // Five blocks of 100 trials with 5 events on average, two of them off by 5: χ² = 50 / (100 · 0.05 · 0.95) with 4 degrees of freedom.
        int[] counts = [10, 5, 5, 5, 0];
        bool[] events = [.. counts.SelectMany(count => Enumerable.Range(0, 100).Select(i => i < count))];
        Dispersion found = Dispersion.Of(events)!.Value;
        Assert.Equal(5, found.Blocks);
        Assert.Equal(50 / 4.75 / 4, found.VarianceRatio, 10);

        // P(χ²₄ ≥ x) = e^(−x/2)(1 + x/2).
        double x = 50 / 4.75;
        Assert.Equal(Math.Exp(-x / 2) * (1 + (x / 2)), found.PValue, 12);
    }
}
