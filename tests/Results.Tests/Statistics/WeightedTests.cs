using FsCheck;
using FsCheck.Fluent;
using LoadGen.Measurement.Metrics;
using LoadGen.Results.Statistics;

namespace LoadGen.Results.Tests.Statistics;

public class WeightedTests
{
    private static readonly Arbitrary<(int Value, int Times)[]> s_draws =
        (from value in Gen.Choose(-50, 50) from times in Gen.Choose(0, 4) select (value, times)).NonEmptyListOf()
        .Select(draws => draws.OrderBy(draw => draw.value).ToArray()).Where(draws => draws.Any(draw => draw.times > 0)).ToArbitrary();

    [Fact]
    public void Figures_are_those_of_the_values_written_out() =>
        Prop.ForAll(s_draws, Gen.Choose(0, 1000).ToArbitrary(), (draws, tenths) =>
        {
            double[] sorted = [.. draws.Select(draw => (double)draw.Value)];
            int[] times = [.. draws.Select(draw => draw.Times)];
            double[] written = [.. draws.SelectMany(draw => Enumerable.Repeat((double)draw.Value, draw.Times))];
            var exact = new ExactStatistics(written);
            return Math.Abs(exact.Percentile(tenths / 10.0) - Weighted.Percentile(sorted, times, written.Length, tenths / 10.0)) < 1e-9
                && Math.Abs(exact.Mean - Weighted.Mean(sorted, times, written.Length)) < 1e-9;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Draws_are_even_and_the_same_every_time()
    {
        var first = new SplitMix64(1);
        var second = new SplitMix64(1);
        var times = new int[10];
        for (int i = 0; i < 100_000; i++)
        {
            int draw = first.Next(10);
            Assert.Equal(draw, second.Next(10));
            times[draw]++;
        }

        Assert.All(times, count => Assert.InRange(count, 9_600, 10_400));
    }
}
