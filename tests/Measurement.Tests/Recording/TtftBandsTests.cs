using LoadGen.Inference;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Tests.Recording;

public class TtftBandsTests
{
    [Fact]
    public void Turns_are_counted_from_1_and_grouped_by_doubling()
    {
        var bands = new TtftBands();
        foreach (int turn in Enumerable.Range(0, 9))
        {
            Add(bands, turn, input: 10, cached: -1);
        }

        Assert.Equal([("1", 1L), ("2", 1L), ("3-4", 2L), ("5-8", 4L), ("9-16", 1L)], bands.ByTurn.Select(b => (b.Band, b.Ttft.Count)));
    }

    [Theory]
    [InlineData(1, "1")]
    [InlineData(2, "2-3")]
    [InlineData(3, "2-3")]
    [InlineData(1023, "512-1023")]
    [InlineData(1024, "1024-2047")]
    [InlineData(1_000_000, "524288-1048575")]
    public void Contexts_lie_between_powers_of_two(int input, string band)
    {
        var bands = new TtftBands();
        Add(bands, null, input, cached: -1);

        Assert.Equal([band], bands.ByContext.Select(b => b.Band));
        Assert.Empty(bands.ByTurn);
        Assert.Empty(bands.ByCached);
    }

    [Theory]
    [InlineData(0, "0%")]
    [InlineData(1, "(0%,25%]")]
    [InlineData(25, "(0%,25%]")]
    [InlineData(26, "(25%,50%]")]
    [InlineData(50, "(25%,50%]")]
    [InlineData(75, "(50%,75%]")]
    [InlineData(99, "(75%,100%)")]
    [InlineData(100, "100%")]
    public void Shares_of_the_cache_are_quarters_with_nothing_and_all_apart(int cached, string band)
    {
        var bands = new TtftBands();
        Add(bands, null, input: 100, cached);

        Assert.Equal([band], bands.ByCached.Select(b => b.Band));
    }

    [Fact]
    public void The_hit_rate_is_over_the_requests_that_state_it()
    {
        var cache = new CacheTotals();
        cache.Add(Request(null, 100, 40));
        cache.Add(Request(null, 100, -1));

        Assert.Equal((1, 0.4, 2, 0.2), (cache.Requests, cache.HitRate, cache.RequestsWithUsage, cache.HitRateWithUsage));
    }

    [Fact]
    public void Without_any_statement_there_is_no_hit_rate()
    {
        var cache = new CacheTotals();
        cache.Add(Request(null, 100, -1));

        Assert.Equal((null, null, 1L), (cache.HitRate, cache.HitRateWithUsage, cache.RequestsWithUsage));
    }

    private static void Add(TtftBands bands, int? turn, int input, int cached)
    {
        RequestTimeline t = Request(turn, input, cached);
        bands.Add(t, t.Figures());
    }

    private static RequestTimeline Request(int? turn, int input, int cached)
    {
        RequestTimeline t = Given.Completed([10]);
        t.Usage = new TokenUsage(input, 1, cached, -1);
        if (turn is { } place)
        {
            t.Place(3, place);
        }

        return t;
    }
}
