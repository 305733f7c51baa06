using LoadGen.Workloads.Randomness;

namespace LoadGen.Workloads.Tests.Randomness;

public class GammaSamplerTests
{
    private const int Samples = 20_000;

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.99)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    public void Draws_follow_the_gamma_distribution(double shape)
    {
        double[] distances = [.. Enumerable.Range(0, 9).Select(seed => Distance(shape, seed)).Order()];
        // √n · D has median 0.828; one in ten thousand lies above 2.225, and the middle of nine above 1.2 about as rarely.
        Assert.InRange(distances[^1] * Math.Sqrt(Samples), 0, 2.225);
        Assert.InRange(distances[4] * Math.Sqrt(Samples), 0, 1.2);
    }

    [Fact]
    public void The_smallest_shapes_give_finite_draws()
    {
        var sampler = new GammaSampler(1e-4, 1);
        Assert.All(Enumerable.Range(0, 10_000), _ => Assert.InRange(sampler.Next(), 0, 1e6));
    }

    private static double Distance(double shape, long seed)
    {
        var sampler = new GammaSampler(shape, seed);
        double[] draws = new double[Samples];
        for (int i = 0; i < draws.Length; i++)
        {
            draws[i] = sampler.Next();
        }

        return Statistics.KolmogorovSmirnov(draws, x => Statistics.GammaCdf(shape, Math.Max(x, double.Epsilon)));
    }
}
