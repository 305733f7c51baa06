using FsCheck;
using FsCheck.Fluent;

namespace LoadGen.Histograms.Tests;

public sealed class MergeTests
{
    private static readonly Arbitrary<List<long>> Values = Gen.Choose(0, 2_000_000).Select(v => (long)v).ListOf().Select(v => v.ToList()).ToArbitrary();

    [Fact]
    public void Adding_equals_recording_everything_in_one()
        => Prop.ForAll(Values, Values, (first, second) =>
        {
            var sum = SampleHistograms.Of(1, 2_000_000, 3, first);
            sum.Add(SampleHistograms.Of(1, 2_000_000, 3, second));

            HistogramAssert.Same(SampleHistograms.Of(1, 2_000_000, 3, [.. first, .. second]), sum);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Subtracting_is_the_inverse_of_adding()
        => Prop.ForAll(Values, Values, (first, second) =>
        {
            var sum = SampleHistograms.Of(1, 2_000_000, 3, first);
            var other = SampleHistograms.Of(1, 2_000_000, 3, second);
            sum.Add(other);
            sum.Subtract(other);

            HistogramAssert.Same(SampleHistograms.Of(1, 2_000_000, 3, first), sum);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1, 2_000_000, 2)]
    [InlineData(1, 2_000_000, 5)]
    [InlineData(1000, 2_000_000, 3)]
    [InlineData(1, 1_000_000_000_000, 3)]
    public void Histogram_of_other_parameters_is_added_by_the_lowest_values_of_its_buckets(long lowest, long highest, int digits)
    {
        var other = SampleHistograms.Of(lowest, highest, digits, SampleHistograms.Uniform(3, 1000, 2_000_000));
        var expected = SampleHistograms.Of(1, 2_000_000, 3, [1, 5, 9]);
        var sum = expected.Copy();
        sum.Add(other);
        foreach (var step in other.RecordedValues())
        {
            Assert.True(expected.TryRecord(other.LowestEquivalent(step.Value), step.CountAtValue));
        }

        HistogramAssert.Same(expected, sum);
        sum.Subtract(other);
        HistogramAssert.Same(SampleHistograms.Of(1, 2_000_000, 3, [1, 5, 9]), sum);
    }

    [Fact]
    public void Adding_what_does_not_fit_is_refused_whole()
    {
        var sum = SampleHistograms.Of(1, 1000, 3, [7]);

        Assert.Throws<ArgumentException>(() => sum.Add(SampleHistograms.Of(1, 1_000_000, 3, [8, 1_000_000])));
        var full = new HdrHistogram(1, 1000, 3);
        Assert.True(full.TryRecord(8, long.MaxValue / 2));
        Assert.Throws<ArgumentException>(() => sum.Add(full));
        HistogramAssert.Same(SampleHistograms.Of(1, 1000, 3, [7]), sum);

        // A wide range alone is no obstacle: what counts is the values.
        sum.Add(SampleHistograms.Of(1, 1_000_000, 3, [8]));
        HistogramAssert.Same(SampleHistograms.Of(1, 1000, 3, [7, 8]), sum);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(900_000)]
    public void Subtracting_what_is_not_there_is_refused_whole(long missing)
    {
        var histogram = SampleHistograms.Of(1, 1000, 3, [7, 9]);

        Assert.Throws<ArgumentException>(() => histogram.Subtract(SampleHistograms.Of(1, 1_000_000, 3, [7, missing])));
        HistogramAssert.Same(SampleHistograms.Of(1, 1000, 3, [7, 9]), histogram);
    }

    [Fact]
    public void Histogram_can_be_added_to_and_subtracted_from_itself()
    {
        var histogram = SampleHistograms.Of(1, 1000, 3, [7, 9]);
        histogram.Add(histogram);
        HistogramAssert.Same(SampleHistograms.Of(1, 1000, 3, [7, 7, 9, 9]), histogram);
        histogram.Subtract(histogram);
        HistogramAssert.Same(new HdrHistogram(1, 1000, 3), histogram);
    }

    [Fact]
    public void Adding_widens_the_times_and_keeps_the_tag()
    {
        var sum = new HdrHistogram(1, 1000, 3) { Tag = "mine" };
        sum.Add(new HdrHistogram(1, 1000, 3) { Tag = "other", StartTimeMs = 50, EndTimeMs = 60 });
        sum.Add(new HdrHistogram(1, 1000, 3) { StartTimeMs = 40, EndTimeMs = 45 });
        sum.Add(new HdrHistogram(1, 1000, 3));

        Assert.Equal(("mine", 40, 60), (sum.Tag, sum.StartTimeMs, sum.EndTimeMs));
    }

    [Fact]
    public void Copy_is_whole_and_separate()
    {
        var original = SampleHistograms.Of(1, 1000, 3, [7, 9]);
        (original.Tag, original.StartTimeMs, original.EndTimeMs) = ("t", 5, 6);
        var copy = original.Copy();
        original.Record(11);

        HistogramAssert.Same(SampleHistograms.Of(1, 1000, 3, [7, 9]), copy);
        Assert.Equal(("t", 5, 6), (copy.Tag, copy.StartTimeMs, copy.EndTimeMs));
    }

    [Fact]
    public void Reset_leaves_an_empty_histogram()
    {
        var histogram = SampleHistograms.Of(1, 1000, 3, [0, 7, 1000]);
        (histogram.Tag, histogram.StartTimeMs, histogram.EndTimeMs) = ("t", 5, 6);
        histogram.Reset();

        HistogramAssert.Same(new HdrHistogram(1, 1000, 3), histogram);
        Assert.Equal((null, 0, 0), (histogram.Tag, histogram.StartTimeMs, histogram.EndTimeMs));
        Assert.All(histogram.AllValues(), step => Assert.Equal(0, step.CountAtValue));
    }
}
