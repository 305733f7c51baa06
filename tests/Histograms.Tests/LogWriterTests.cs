namespace LoadGen.Histograms.Tests;

public sealed class LogWriterTests
{
    private static readonly DateTimeOffset Start = new(2015, 9, 9, 8, 24, 39, 474, TimeSpan.FromHours(-7));

    [Fact]
    public void Log_has_the_form_of_the_reference()
    {
        var histogram = SampleHistograms.Of(1, 1_000_000_000, 3, [2_768_895]);
        var lines = Written(log =>
        {
            log.WriteInterval(histogram, 0.127, 1.007);
            histogram.Tag = "A";
            log.WriteInterval(histogram, 1.1341, 0.9994);
        }).Split('\n');

        Assert.Equal(
            [
                "#[Logged with LoadGen]",
                "#[second line]",
                "#[Histogram log format version 1.3]",
                "#[StartTime: 1441812279.474 (seconds since epoch), 2015-09-09T15:24:39.474Z]",
                "\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\",\"Interval_Compressed_Histogram\"",
                "0.127,1.007,2.769," + HistogramCodec.EncodeBase64(histogram),
                "Tag=A,1.134,0.999,2.769," + HistogramCodec.EncodeBase64(histogram),
                "",
            ],
            lines);
    }

    [Fact]
    public void What_was_written_is_read_back()
    {
        var untagged = SampleHistograms.Of(1, 1_000_000_000, 3, [5, 500, 50_000]);
        var tagged = SampleHistograms.Of(1, 1_000_000_000, 3, [7]);
        tagged.Tag = "ttft/p0";
        var intervals = Fixture.Intervals(Written(log =>
        {
            log.WriteInterval(untagged, 0, 1);
            log.WriteInterval(tagged, 0.25, 1.5);
        }));

        Assert.Equal([null, "ttft/p0"], intervals.Select(interval => interval.Tag));
        Assert.Equal([(1441812279474, 1441812280474), (1441812279724, 1441812281224)], intervals.Select(i => (i.Histogram.StartTimeMs, i.Histogram.EndTimeMs)));
        HistogramAssert.Same(untagged, intervals[0].Histogram);
        HistogramAssert.Same(tagged, intervals[1].Histogram);
        Assert.Equal("ttft/p0", intervals[1].Histogram.Tag);
    }

    [Fact]
    public void Maximum_column_is_divided_by_the_unit_ratio()
    {
        var text = new StringWriter();
        using (var log = new HistogramLogWriter(text, 1000.0))
        {
            log.WriteHeader(null, Start);
            log.WriteInterval(SampleHistograms.Of(1, 10_000, 3, [1500]), 0, 1);
        }

        Assert.Equal(1.5, Assert.Single(Fixture.Intervals(text.ToString())).MaxValue);
        Assert.StartsWith("#[Histogram log format", text.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a,b")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    [InlineData("a\"b")]
    [InlineData("a\0b")]
    public void Tag_that_would_break_the_line_is_refused(string tag)
    {
        var histogram = new HdrHistogram(1, 1000, 3) { Tag = tag };
        Written(log => Assert.Throws<ArgumentException>(() => log.WriteInterval(histogram, 0, 1)));
    }

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(0, double.PositiveInfinity)]
    [InlineData(0, -1)]
    public void Impossible_times_are_refused(double start, double length)
        => Written(log => Assert.Throws<ArgumentOutOfRangeException>(() => log.WriteInterval(new HdrHistogram(1, 1000, 3), start, length)));

    [Fact]
    public void Header_comes_once_and_first()
    {
        using var log = new HistogramLogWriter(new StringWriter());

        Assert.Throws<InvalidOperationException>(() => log.WriteInterval(new HdrHistogram(1, 1000, 3), 0, 1));
        Assert.Throws<ArgumentException>(() => log.WriteHeader("StartTime: 5", Start));
        log.WriteHeader(null, Start);
        Assert.Throws<InvalidOperationException>(() => log.WriteHeader(null, Start));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Impossible_unit_ratio_is_refused(double ratio)
        => Assert.Throws<ArgumentOutOfRangeException>(() => new HistogramLogWriter(TextWriter.Null, ratio));

    private static string Written(Action<HistogramLogWriter> write)
    {
        var text = new StringWriter();
        using (var log = new HistogramLogWriter(text))
        {
            log.WriteHeader("Logged with LoadGen\r\nsecond line", Start);
            write(log);
            log.Flush();
        }

        return text.ToString();
    }
}
