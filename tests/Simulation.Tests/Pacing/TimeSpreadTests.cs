using LoadGen.Simulation.Pacing;

namespace LoadGen.Simulation.Tests.Pacing;

public class TimeSpreadTests
{
    private const long MedianNs = 100_000_000;

    [Fact]
    public void Without_a_sigma_every_request_takes_the_median()
    {
        TimeSpread none = default;
        Assert.Equal(MedianNs, none.TtftNs(MedianNs, 1));
        Assert.Equal(MedianNs, none.ItlNs(MedianNs, 2));
    }

    [Theory]
    [InlineData(0.5, 1.0)]
    [InlineData(0.9, 1.2816)]
    [InlineData(0.99, 2.3263)]
    public void Quantiles_are_those_of_the_log_normal_distribution(double share, double exponentOverSigma)
    {
        // Of 200,000 requests: the share below the true quantile is within five standard deviations of what it should be.
        const int Requests = 200_000;
        const double Sigma = 0.4;
        var spread = new TimeSpread(Sigma, Sigma);
        double z = share == 0.5 ? 0 : exponentOverSigma;
        double quantileNs = MedianNs * Math.Exp(Sigma * z);
        double tolerance = 5 * Math.Sqrt(share * (1 - share) / Requests);
        Assert.InRange(Below(seed => spread.TtftNs(MedianNs, seed)), share - tolerance, share + tolerance);
        Assert.InRange(Below(seed => spread.ItlNs(MedianNs, seed)), share - tolerance, share + tolerance);

        double Below(Func<ulong, long> draw) =>
            Enumerable.Range(0, Requests).Count(i => draw(StreamSchedule.SeedFor(7, i)) <= quantileNs) / (double)Requests;
    }

    [Fact]
    public void The_two_times_of_a_request_are_drawn_apart()
    {
        var spread = new TimeSpread(0.4, 0.4);
        double[] ttft = [.. Seeds().Select(seed => Math.Log(spread.TtftNs(MedianNs, seed)))];
        double[] itl = [.. Seeds().Select(seed => Math.Log(spread.ItlNs(MedianNs, seed)))];
        double meanT = ttft.Average();
        double meanI = itl.Average();
        double covariance = ttft.Zip(itl, (t, i) => (t - meanT) * (i - meanI)).Average();
        Assert.InRange(covariance / (0.4 * 0.4), -0.05, 0.05);

        static IEnumerable<ulong> Seeds() => Enumerable.Range(0, 20_000).Select(i => StreamSchedule.SeedFor(3, i));
    }
}
