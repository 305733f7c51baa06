namespace LoadGen.Histograms.Tests;

public sealed class LogReaderTests
{
    private static readonly string Encoded = HistogramCodec.EncodeBase64(SampleHistograms.Of(1, 1000, 3, [7]));

    [Theory]
    [InlineData("#[StartTime: 1441812279.474 (seconds since epoch), Wed]", "5.5", 1441812284.974)]
    [InlineData("#[StartTime: 1441812279.474 (seconds since epoch), Wed]", "1441812280.000", 1441812280.0)]
    [InlineData("#[StartTime: 1441812279.474]\n#[BaseTime: 1000.5 (seconds since epoch)]", "5.5", 1006.0)]
    [InlineData("#[BaseTime: 1000]", "5.5", 1005.5)]
    [InlineData("", "5.5", 5.5)]
    public void Start_is_absolute_whatever_the_times_are_relative_to(string header, string time, double expected)
    {
        var interval = Assert.Single(Fixture.Intervals($"{header}\n{time},1.0,0.007,{Encoded}\n"));

        Assert.Equal(expected, interval.StartSeconds, 6);
        Assert.Equal((long)Math.Round(expected * 1000), interval.Histogram.StartTimeMs);
        Assert.Equal((long)Math.Round((expected + 1) * 1000), interval.Histogram.EndTimeMs);
    }

    [Fact]
    public void Start_time_is_the_headers_or_else_the_first_intervals()
    {
        Assert.Equal(1000.5, Reader($"#[StartTime: 1000.5 (s)]\n5,1,1,{Encoded}").StartTimeSeconds);
        Assert.Equal(77.0, Reader($"77,1,1,{Encoded}\n78,1,1,{Encoded}").StartTimeSeconds);
        Assert.Null(Reader("# nothing\n").StartTimeSeconds);

        static HistogramLogReader Reader(string log)
        {
            var reader = new HistogramLogReader(new StringReader(log), "a.hlog");
            Assert.All(reader.Read(), interval => Assert.Equal(1, interval.LengthSeconds));
            return reader;
        }
    }

    [Theory]
    [InlineData("Tag=A,1,2,3,{0}", "A")]
    [InlineData("1, 2, 3, {0}", null)]
    [InlineData("1 2 3 {0}", null)]
    [InlineData("Tag=x=y 1,2,3,{0}  ", "x=y")]
    public void Fields_are_parted_by_commas_or_spaces(string line, string? tag)
    {
        var interval = Assert.Single(Fixture.Intervals(line.Replace("{0}", Encoded, StringComparison.Ordinal)));

        Assert.Equal((1.0, 2.0, 3.0, tag), (interval.StartSeconds, interval.LengthSeconds, interval.MaxValue, interval.Tag));
        Assert.Equal(1, interval.Histogram.CountAtValue(7));
    }

    [Fact]
    public void Comments_legend_blank_lines_and_any_line_ends_are_passed_over()
    {
        var log = $"#[c]\r\n\r\n\"StartTimestamp\",\"Interval_Length\"\r\n   \r\n1,1,1,{Encoded}\r\n# c\r1,1,1,{Encoded}\n#";
        Assert.Equal(2, Fixture.Intervals(log).Count);
    }

    [Theory]
    [InlineData("x,1,1,{0}", "the start time is 'x'; expected a decimal number")]
    [InlineData("1,NaN,1,{0}", "the interval length is 'NaN'")]
    [InlineData("1,-1,1,{0}", "the interval length is -1; expected a length in seconds, not negative")]
    [InlineData("1,1,,{0}", "the interval maximum is ''")]
    [InlineData("1,1", "the interval maximum is missing; expected [Tag=tag,]start,length,max,histogram")]
    [InlineData("Tag=A,1,1,1", "the histogram is missing")]
    [InlineData("Tag=A", "the start time is missing")]
    [InlineData("1,1,1,{0},extra", "'extra' follows the histogram")]
    [InlineData("1,1,1,HIST!", "not in base64")]
    [InlineData("1,1,1,AAAAAAAA", "0x00000000")]
    [InlineData("#[StartTime: yesterday]", "the time is 'yesterday'")]
    [InlineData("#[BaseTime:", "the time is ''")]
    public void Malformed_line_is_named_with_what_would_be_right(string line, string what)
    {
        var log = $"#[first]\n1,1,1,{Encoded}\n{line.Replace("{0}", Encoded, StringComparison.Ordinal)}\n";
        var refusal = Assert.Throws<HistogramFormatException>(() => Fixture.Intervals(log));

        Assert.StartsWith("test.hlog:3: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(what, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_garbage_is_quoted_in_part()
    {
        var refusal = Assert.Throws<HistogramFormatException>(() => Fixture.Intervals(new string('z', 10_000)));
        Assert.InRange(refusal.Message.Length, 50, 200);
    }
}
