namespace LoadGen.Workloads.Tests;

/// <summary>What <c>--rate</c> promises without more: a Poisson process, at any rate and for any seed.</summary>
public class PoissonArrivalsTests
{
    private const int Samples = 200_000;

    [Theory]
    [InlineData(0.01, 1)]
    [InlineData(0.5, 2)]
    [InlineData(20, 0)]
    [InlineData(20, 3)]
    [InlineData(5_000, 0)]
    [InlineData(5_000, 4)]
    [InlineData(100_000, 5)]
    public void Gaps_are_exponential_with_the_rate(double rate, long seed)
    {
        double[] gaps = Statistics.Gaps(Arrivals.Open(rate, 1, ArrivalShape.Gamma, Samples + 1, null, seed).Drain());

        // Four standard errors of the mean: 1 / √n.
        Assert.InRange(gaps.Average() * rate / 1e9, 1 - (4 / Math.Sqrt(Samples)), 1 + (4 / Math.Sqrt(Samples)));
        Assert.InRange(Statistics.CoefficientOfVariation(gaps), 0.97, 1.03);
        double distance = Statistics.KolmogorovSmirnov(gaps, ns => 1 - Math.Exp(-ns * rate / 1e9));
        Assert.InRange(distance, 0, Statistics.CriticalDistance(Samples));
    }

    [Fact]
    public void The_test_would_notice_another_process()
    {
        // A tenth off the exponential, either way: what a wrong sampler or a rescaled schedule would look like.
        Assert.All([0.9, 1.1], burstiness =>
        {
            double[] gaps = Statistics.Gaps(new GammaArrivals(20, burstiness, seed: 1, count: Samples + 1).Drain());
            double distance = Statistics.KolmogorovSmirnov(gaps, ns => 1 - Math.Exp(-ns * 20 / 1e9));
            Assert.True(distance > Statistics.CriticalDistance(Samples));
        });
    }

    [Fact]
    public void One_gap_says_nothing_of_the_next()
    {
        double[] gaps = Statistics.Gaps(Arrivals.Open(20, 1, ArrivalShape.Gamma, Samples + 1, null, 6).Drain());
        double mean = gaps.Average();
        double covariance = gaps.Zip(gaps.Skip(1), (one, next) => (one - mean) * (next - mean)).Average();
        double variance = gaps.Average(gap => (gap - mean) * (gap - mean));

        // Four standard errors of a correlation of nothing: 1 / √n.
        Assert.InRange(covariance / variance, -4 / Math.Sqrt(Samples), 4 / Math.Sqrt(Samples));
    }

    [Fact]
    public void Any_second_holds_a_Poisson_number_of_arrivals()
    {
        // Counts a window are Poisson: as many on average as the rate says, and their variance is their mean.
        const double Rate = 20;
        long[] offsets = [.. Arrivals.Open(Rate, 1, ArrivalShape.Gamma, Samples, null, 7).Drain()];
        int seconds = (int)(offsets[^1] / 1_000_000_000);
        var counts = new double[seconds];
        foreach (long offset in offsets.Where(offset => offset / 1_000_000_000 < seconds))
        {
            counts[offset / 1_000_000_000]++;
        }

        double mean = counts.Average();
        double variance = counts.Average(count => (count - mean) * (count - mean));
        Assert.InRange(mean / Rate, 0.98, 1.02);

        // The variance over the mean of n Poisson counts lies within 4 · √(2 / n) of 1.
        Assert.InRange(variance / mean, 1 - (4 * Math.Sqrt(2.0 / seconds)), 1 + (4 * Math.Sqrt(2.0 / seconds)));
    }
}
