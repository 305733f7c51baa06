using LoadGen.Verdicts.Statistics;

namespace LoadGen.Verdicts.Tests.Statistics;

public sealed class BlockBootstrapTests
{
    [Fact]
    public void The_mean_is_that_of_all_values_whatever_the_blocks_sizes()
    {
        double[] sums = [.. Enumerable.Range(0, 20).Select(i => i + 1.0)];
        double[] weights = [.. Enumerable.Range(0, 20).Select(i => 1.0 + (i % 2))];
        Assert.Equal(210.0 / 30, new BlockBootstrap(sums, weights).Mean, 12);
    }

    [Fact]
    public void The_same_data_give_the_same_interval()
    {
        (double[] sums, double[] weights) = Lognormal(new Random(4), 60);
        var one = new BlockBootstrap(sums, weights);
        var other = new BlockBootstrap(sums, weights);
        Assert.Equal((one.Low(0.005), one.High(0.005)), (other.Low(0.005), other.High(0.005)));
        Assert.True(one.Low(0.005) < one.Low(0.05) && one.Low(0.05) < one.Mean && one.Mean < one.High(0.05) && one.High(0.05) < one.High(0.005));
    }

    [Fact]
    public void Values_that_are_all_alike_have_no_interval()
    {
        double[] alike = new double[30];
        Array.Fill(alike, 7);
        double[] weights = new double[30];
        Array.Fill(weights, 1);
        var bootstrap = new BlockBootstrap(alike, weights);
        Assert.Equal((7, 7, 7), (bootstrap.Low(0.01), bootstrap.Mean, bootstrap.High(0.01)));
    }

    // Of 20 blocks of which one is another, every third draw has none of it: there is no telling how far above the mean could lie.
    [Fact]
    public void Where_nearly_all_values_are_alike_an_end_is_infinite()
    {
        double[] sums = new double[20];
        Array.Fill(sums, 1);
        double[] weights = [.. sums];
        sums[7] = 100;
        var bootstrap = new BlockBootstrap(sums, weights);
        Assert.Equal(double.PositiveInfinity, bootstrap.High(0.005));
        Assert.InRange(bootstrap.Low(0.005), double.MinValue, bootstrap.Mean);
    }

    [Fact]
    public void Too_few_blocks_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BlockBootstrap(new double[19], new double[19]));

    // Skewed values, few blocks: where a normal interval is too low most of the times that it errs.
    [Fact]
    public void The_true_mean_lies_above_the_upper_end_about_as_often_as_it_says()
    {
        var random = new Random(11);
        double mean = Math.Exp(0.5);
        int above = 0;
        const int Runs = 300;
        for (int run = 0; run < Runs; run++)
        {
            (double[] sums, double[] weights) = Lognormal(random, 50);
            above += new BlockBootstrap(sums, weights).High(0.05) < mean ? 1 : 0;
        }

        // 5% of 300 are 15; the skew that is left takes it to 8% at such sizes.
        Assert.InRange(above, 5, 33);
    }

    private static (double[] Sums, double[] Weights) Lognormal(Random random, int count)
    {
        double[] weights = new double[count];
        Array.Fill(weights, 1);
        return ([.. Enumerable.Range(0, count).Select(_ => Math.Exp(Normal(random)))], weights);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
