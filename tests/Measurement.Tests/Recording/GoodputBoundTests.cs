using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Tests.Recording;

public class GoodputBoundTests
{
    [Theory]
    [InlineData("ttft:500", "ttft", 500)]
    [InlineData("tpot:12.5", "tpot", 12.5)]
    [InlineData("e2el:1e4", "e2el", 10_000)]
    [InlineData("ttft:0", "ttft", 0)]
    public void Each_key_of_the_field_is_parsed(string text, string metric, double limitMs) =>
        Assert.Equal(new GoodputBound(metric, limitMs), GoodputBound.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("ttft")]
    [InlineData("ttft:")]
    [InlineData("TTFT:5")]
    [InlineData("itl:5")]
    [InlineData("e2e:5")]
    [InlineData("ttft:-1")]
    [InlineData("ttft:NaN")]
    [InlineData("ttft:Infinity")]
    [InlineData("ttft:1e400")]
    [InlineData("ttft:5ms")]
    [InlineData("ttft:5:6")]
    [InlineData(":5")]
    public void Anything_else_is_refused_with_what_would_be_right(string text)
    {
        var e = Assert.Throws<FormatException>(() => GoodputBound.Parse(text));
        Assert.Contains($"'{text}'", e.Message, StringComparison.Ordinal);
        Assert.Contains("ttft:MS, tpot:MS or e2el:MS", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ttft:100", true)]
    [InlineData("ttft:99.999", false)]
    [InlineData("tpot:50", true)]
    [InlineData("tpot:49.999", false)]
    [InlineData("e2el:200", true)]
    [InlineData("e2el:199.999", false)]
    public void The_limit_itself_is_still_good(string bound, bool good)
    {
        // TTFT 100 ms, two gaps of 50 ms, E2E 200 ms.
        RequestFigures figures = Given.Completed([100, 150, 200]).Figures();
        Assert.Equal(good, GoodputBound.Parse(bound).IsMet(figures));
    }

    [Fact]
    public void One_token_meets_any_tpot_and_no_stream_meets_no_ttft()
    {
        Assert.True(GoodputBound.Parse("tpot:0").IsMet(Given.Completed([100]).Figures()));
        Assert.False(GoodputBound.Parse("ttft:1e9").IsMet(Given.Completed([]).Figures()));
    }
}
