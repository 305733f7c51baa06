using FsCheck;
using FsCheck.Fluent;

namespace LoadGen.Histograms.Tests;

/// <summary>The precision promise against exact, sorted values.</summary>
public sealed class PrecisionTests
{
    // Magnitudes evenly: a uniform long is nearly always large, and the fine buckets would never be met.
    private static readonly Gen<long> Value =
        from bits in Gen.Choose(0, 34)
        from fraction in Gen.Choose(0, int.MaxValue)
        select Math.Min(1L << 34, (1L << bits) - 1 + (long)((1L << bits) * (fraction / (double)int.MaxValue)));

    private static readonly Arbitrary<(int Digits, long[] Values)> Samples =
        (from digits in Gen.Choose(1, 5)
         from values in Value.NonEmptyListOf()
         select (digits, values.Select(value => Math.Min(value, Highest(digits))).ToArray())).ToArbitrary();

    // Five digits up to 2^34 are 18 MB a histogram: a hundred of them would be most of this room's test time.
    private static long Highest(int digits) => digits == 5 ? 1L << 22 : 1L << 34;

    [Fact]
    public void Percentiles_lie_within_the_promised_precision_above_the_exact_value()
        => Prop.ForAll(Samples, sample =>
        {
            var histogram = SampleHistograms.Of(1, Highest(sample.Digits), sample.Digits, sample.Values);
            var sorted = sample.Values.Order().ToArray();
            foreach (var percentile in new[] { 0.1, 1, 10, 25, 33.3, 50, 75, 90, 99, 99.9, 99.99, 100 })
            {
                var exact = sorted[Rank(percentile, sorted.Length) - 1];
                AssertWithin(exact, histogram.ValueAtPercentile(percentile), sample.Digits);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Minimum_maximum_mean_and_deviation_lie_within_the_promised_precision()
        => Prop.ForAll(Samples, sample =>
        {
            var histogram = SampleHistograms.Of(1, Highest(sample.Digits), sample.Digits, sample.Values);
            var mean = sample.Values.Average();
            var deviation = Math.Sqrt(sample.Values.Average(v => (v - mean) * (v - mean)));
            var tolerance = Math.Pow(10, -sample.Digits);

            AssertWithin(sample.Values.Max(), histogram.Max, sample.Digits);
            Assert.Equal(histogram.LowestEquivalent(sample.Values.Min()), histogram.Min);
            Assert.Equal(mean, histogram.Mean, (mean * tolerance) + 1);
            // A deviation differs by at most the root mean square of the values' own errors.
            Assert.Equal(deviation, histogram.StdDev, (tolerance * Math.Sqrt(sample.Values.Average(v => (double)v * v))) + 1);
            Assert.Equal(sample.Values.Length, histogram.TotalCount);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Buckets_are_never_wider_than_promised_and_meet_without_a_gap()
        => Prop.ForAll(Gen.Choose(1, 5).ToArbitrary(), Value.ToArbitrary(), (digits, value) =>
        {
            var histogram = new HdrHistogram(1, Highest(digits), digits);
            var (low, high) = (histogram.LowestEquivalent(value), histogram.HighestEquivalent(value));

            Assert.InRange(value, low, high);
            AssertWithin(low, high, digits);
            Assert.Equal(high + 1, histogram.LowestEquivalent(high + 1));
            Assert.Equal(low, histogram.LowestEquivalent(high));
            Assert.InRange(histogram.MedianEquivalent(value), low, high);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Percentile_of_a_value_and_value_of_a_percentile_are_inverse()
        => Prop.ForAll(Samples, sample =>
        {
            var histogram = SampleHistograms.Of(1, Highest(sample.Digits), sample.Digits, sample.Values);
            foreach (var value in sample.Values.Take(10))
            {
                var percentile = histogram.PercentileAtOrBelow(value);
                Assert.Equal(histogram.HighestEquivalent(value), histogram.ValueAtPercentile(percentile));
            }
        }).QuickCheckThrowOnFailure();

    private static int Rank(double percentile, int count) => Math.Max(1, (int)Math.Ceiling((decimal)percentile * count / 100));

    private static void AssertWithin(long exact, long reported, int digits)
        => Assert.InRange(reported, exact, exact + (long)(exact * Math.Pow(10, -digits)));
}
