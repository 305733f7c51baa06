namespace LoadGen.Histograms.Tests;

public sealed class QueryTests
{
    [Fact]
    public void Empty_histogram_answers_zero()
    {
        var empty = new HdrHistogram(1, 1_000_000, 3);

        Assert.Equal((0, 0, 0, 0.0, 0.0), (empty.TotalCount, empty.Min, empty.Max, empty.Mean, empty.StdDev));
        Assert.Equal(0, empty.ValueAtPercentile(50));
        Assert.Equal(100.0, empty.PercentileAtOrBelow(5));
        Assert.Equal(0, empty.CountBetween(0, long.MaxValue));
    }

    [Theory]
    [InlineData(2394415165172228593)]
    [InlineData(long.MaxValue / 2)]
    [InlineData((1L << 53) + 1)]
    public void Percentile_100_is_the_maximum_even_of_more_values_than_a_double_can_count(long count)
    {
        var histogram = new HdrHistogram(1, 1000, 3);
        Assert.True(histogram.TryRecord(500, count));

        Assert.Equal(500, histogram.ValueAtPercentile(100));
    }

    [Fact]
    public void Raw_and_corrected_figures_of_the_classic_example_agree_with_theory()
    {
        // A hundred seconds of one record each 10 ms at 1 ms, then a stall of 100 s: the example of the reference's own tests.
        var raw = new HdrHistogram(1, 3_600_000_000, 3);
        Assert.True(raw.TryRecord(1000, 10_000));
        raw.Record(100_000_000);
        var corrected = raw.CopyCorrected(10_000);

        Assert.Equal(10_001, raw.TotalCount);
        Assert.Equal(20_000, corrected.TotalCount);
        Assert.Equal(((1000.0 * 10_000) + 100_000_000) / 10_001, raw.Mean, raw.Mean * 0.001);
        Assert.Equal((1000.0 + 50_000_000) / 2, corrected.Mean, corrected.Mean * 0.001);
        Assert.Equal(1000, raw.ValueAtPercentile(99.99));
        AssertClose(100_000_000, raw.ValueAtPercentile(99.999));
        AssertClose(50_000_000, corrected.ValueAtPercentile(75));
        AssertClose(98_000_000, corrected.ValueAtPercentile(99));
        Assert.Equal(99.99, raw.PercentileAtOrBelow(5000), 0.0001);
        Assert.Equal(50.0, corrected.PercentileAtOrBelow(5000), 0.0001);
        Assert.Equal(100.0, raw.PercentileAtOrBelow(100_000_000));

        static void AssertClose(long expected, long actual) => Assert.Equal(expected, actual, expected * 0.001);
    }

    [Fact]
    public void Percentiles_outside_0_to_100_are_taken_as_the_nearer_end()
    {
        var histogram = SampleHistograms.Of(1, 1000, 3, [10, 20, 30]);

        Assert.Equal(10, histogram.ValueAtPercentile(double.NegativeInfinity));
        Assert.Equal(30, histogram.ValueAtPercentile(101));
        Assert.Equal(30, histogram.ValueAtPercentile(double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => histogram.ValueAtPercentile(double.NaN));
    }

    [Fact]
    public void Percentile_zero_gives_the_low_end_of_the_lowest_bucket_and_others_the_high_end()
    {
        var histogram = SampleHistograms.Of(1, 1_000_000, 2, [100_001]);

        Assert.Equal(histogram.LowestEquivalent(100_001), histogram.ValueAtPercentile(0));
        Assert.Equal(histogram.HighestEquivalent(100_001), histogram.ValueAtPercentile(0.001));
        Assert.Equal(histogram.ValueAtPercentile(0), histogram.Min);
        Assert.Equal(histogram.ValueAtPercentile(100), histogram.Max);
    }

    [Fact]
    public void Whole_ranks_are_not_rounded_up_into_the_next_value()
    {
        // For every k of n values, k/n as a percentage must give the k-th, whatever floating point makes of k/n.
        for (var n = 1; n <= 300; n++)
        {
            var histogram = SampleHistograms.Of(1, 1000, 3, Enumerable.Range(1, n).Select(i => (long)i));
            for (var k = 1; k <= n; k++)
            {
                Assert.Equal(k, histogram.ValueAtPercentile(100.0 * k / n));
            }
        }
    }

    [Fact]
    public void Counts_by_value_and_range_follow_the_buckets()
    {
        var histogram = SampleHistograms.Of(1, 10_000, 2, [5, 5, 6, 1000, 1001, 9000]);

        Assert.Equal(2, histogram.CountAtValue(5));
        Assert.Equal(2, histogram.CountAtValue(1003));
        Assert.Equal(0, histogram.CountAtValue(-1));
        Assert.Equal(0, histogram.CountAtValue(long.MaxValue));
        Assert.Equal(3, histogram.CountBetween(0, 6));
        Assert.Equal(3, histogram.CountBetween(6, 1001));
        Assert.Equal(6, histogram.CountBetween(long.MinValue, long.MaxValue));
        Assert.Equal(0, histogram.CountBetween(6, 5));
        Assert.Equal(0, histogram.CountBetween(-5, -1));
        Assert.Equal(0, histogram.CountBetween(1L << 40, long.MaxValue));
        Assert.Equal(0.0, histogram.PercentileAtOrBelow(-1));
        Assert.Equal(50.0, histogram.PercentileAtOrBelow(999));
        Assert.Equal(100.0, histogram.PercentileAtOrBelow(long.MaxValue));
    }

    [Fact]
    public void Values_below_the_unit_count_as_one_bucket_that_begins_at_zero()
    {
        var histogram = SampleHistograms.Of(1000, 1_000_000, 3, [3, 511]);

        Assert.Equal(2, histogram.CountAtValue(0));
        Assert.Equal((0, 511, 256.0), (histogram.Min, histogram.Max, histogram.Mean));
    }

    [Theory]
    [InlineData(1, 3, 0, 0, 0, 0)]
    [InlineData(1, 3, 2047, 2047, 2047, 2047)]
    [InlineData(1, 3, 2049, 2048, 2049, 2049)]
    [InlineData(1, 3, 10_007, 10_000, 10_004, 10_007)]
    [InlineData(1024, 3, 1500, 1024, 1536, 2047)]
    [InlineData(1, 3, long.MaxValue, 9218868437227405312, 9221120237041090560, long.MaxValue)]
    public void Equivalent_values_are_the_ends_and_the_middle_of_a_bucket(long lowest, int digits, long value, long low, long median, long high)
    {
        var histogram = new HdrHistogram(lowest, long.MaxValue, digits);

        Assert.Equal(low, histogram.LowestEquivalent(value));
        Assert.Equal(median, histogram.MedianEquivalent(value));
        Assert.Equal(high, histogram.HighestEquivalent(value));
    }

    [Fact]
    public void Equivalents_of_a_negative_value_are_refused()
    {
        var histogram = new HdrHistogram(1, 1000, 3);

        Assert.Throws<ArgumentOutOfRangeException>(() => histogram.LowestEquivalent(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => histogram.MedianEquivalent(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => histogram.HighestEquivalent(-1));
    }
}
