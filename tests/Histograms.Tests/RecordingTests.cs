namespace LoadGen.Histograms.Tests;

public sealed class RecordingTests
{
    [Theory]
    [InlineData(0, 1000, 3)]
    [InlineData(-1, 1000, 3)]
    [InlineData(1, 1, 3)]
    [InlineData(10, 19, 3)]
    [InlineData(1, 1000, 0)]
    [InlineData(1, 1000, 6)]
    [InlineData(1L << 60, long.MaxValue, 3)]
    [InlineData(long.MaxValue, long.MaxValue, 3)]
    public void Impossible_parameters_are_refused(long lowest, long highest, int digits)
        => Assert.Throws<ArgumentOutOfRangeException>(() => new HdrHistogram(lowest, highest, digits));

    [Theory]
    [InlineData(1, 2, 1)]
    [InlineData(1, long.MaxValue, 5)]
    [InlineData(1000, 3_600_000_000_000, 3)]
    [InlineData(1L << 50, long.MaxValue, 3)]
    public void Both_ends_of_the_range_can_be_recorded(long lowest, long highest, int digits)
    {
        var histogram = new HdrHistogram(lowest, highest, digits);

        Assert.True(histogram.TryRecord(0));
        Assert.True(histogram.TryRecord(highest));
        Assert.Equal(2, histogram.TotalCount);
        Assert.Equal(0, histogram.Min);
        Assert.Equal(histogram.HighestEquivalent(highest), histogram.Max);
        Assert.True(histogram.Max >= highest);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(1001)]
    [InlineData(long.MaxValue)]
    public void Value_out_of_range_is_refused_and_nothing_is_counted(long value)
    {
        var histogram = new HdrHistogram(1, 1000, 3);

        Assert.False(histogram.TryRecord(value));
        Assert.False(histogram.TryRecord(value, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => histogram.Record(value));
        Assert.Throws<ArgumentOutOfRangeException>(() => histogram.RecordCorrected(value, 10));
        HistogramAssert.Same(new HdrHistogram(1, 1000, 3), histogram);
    }

    [Fact]
    public void Count_that_is_negative_or_would_overflow_the_total_is_refused()
    {
        var histogram = new HdrHistogram(1, 1000, 3);

        Assert.False(histogram.TryRecord(5, -1));
        Assert.False(histogram.TryRecord(5, long.MaxValue));
        Assert.True(histogram.TryRecord(5, long.MaxValue / 2));
        Assert.False(histogram.TryRecord(5, 1));
        Assert.Equal(long.MaxValue / 2, histogram.TotalCount);
    }

    [Fact]
    public void Count_of_zero_leaves_minimum_and_maximum_alone()
    {
        var histogram = new HdrHistogram(1, 1000, 3);

        Assert.True(histogram.TryRecord(500, 0));
        HistogramAssert.Same(new HdrHistogram(1, 1000, 3), histogram);
    }

    [Fact]
    public void Correction_fills_in_the_values_that_a_stall_swallowed()
    {
        var histogram = new HdrHistogram(1, 1000, 3);
        histogram.RecordCorrected(450, 100);

        Assert.Equal([(150, 1), (250, 1), (350, 1), (450, 1)], HistogramAssert.Counts(histogram));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(450)]
    [InlineData(long.MaxValue)]
    public void Correction_adds_nothing_without_an_interval_or_within_it(long interval)
    {
        var histogram = new HdrHistogram(1, 1000, 3);
        histogram.RecordCorrected(450, interval);

        Assert.Equal([(450, 1)], HistogramAssert.Counts(histogram));
    }

    [Fact]
    public void Correcting_a_copy_equals_correcting_each_record()
    {
        var raw = new HdrHistogram(1, 3_600_000_000, 3) { Tag = "t", StartTimeMs = 5, EndTimeMs = 9 };
        var corrected = new HdrHistogram(1, 3_600_000_000, 3);
        for (var i = 0; i < 10_000; i++)
        {
            raw.Record(1000);
            corrected.RecordCorrected(1000, 10_000);
        }

        // The end of its bucket: what a copy takes for a value of the bucket.
        var stall = raw.HighestEquivalent(100_000_000);
        raw.Record(stall);
        corrected.RecordCorrected(stall, 10_000);

        var copy = raw.CopyCorrected(10_000);
        HistogramAssert.Same(corrected, copy);
        Assert.Equal(("t", 5, 9), (copy.Tag, copy.StartTimeMs, copy.EndTimeMs));
        Assert.Equal(20_000, copy.TotalCount);
        HistogramAssert.Same(raw, raw.CopyCorrected(0));
    }

    [Fact]
    public void Recording_allocates_nothing()
    {
        var histogram = new HdrHistogram(1, 3_600_000_000_000, 3);
        var recorder = new HistogramRecorder(1, 3_600_000_000_000, 3);
        RecordAll();

        Assert.Equal(0, Allocated.Bytes(RecordAll));

        void RecordAll()
        {
            for (var value = 1L; value < 3_600_000_000_000; value = (value * 3) + 1)
            {
                histogram.TryRecord(value);
                histogram.TryRecord(value, 3);
                histogram.TryRecord(-value);
                recorder.TryRecord(value);
                recorder.TryRecord(value, 3);
            }
        }
    }
}
