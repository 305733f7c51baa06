using FsCheck;
using FsCheck.Fluent;
using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Tests.Metrics;

public class TokenGapsTests
{
    private static readonly Arbitrary<(int[] GapsMs, int Extra)> Streams =
        (from gaps in Gen.Choose(0, 500).NonEmptyListOf()
         from extra in Gen.Choose(0, 300)
         select (gaps.ToArray(), extra)).ToArbitrary();

    [Fact]
    public void With_one_token_a_chunk_both_are_the_chunk_gaps() => Prop.ForAll(Streams, stream =>
    {
        RequestTimeline t = Given.Completed(Times(stream.GapsMs));
        (MetricSummary itl, MetricSummary perToken) = t.Gaps(t.OutputChunks);

        Assert.Equal(t.OutputChunks - 1, itl.Count);
        Assert.Equal(itl, perToken);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_token_after_the_first_chunk_is_counted_once_whatever_its_share() => Prop.ForAll(Streams, stream =>
    {
        RequestTimeline t = Given.Completed(Times(stream.GapsMs));
        int tokens = t.OutputChunks + stream.Extra;
        (MetricSummary itl, MetricSummary perToken) = t.Gaps(tokens);

        Assert.Equal(t.OutputChunks - 1, itl.Count);
        Assert.Equal(t.OutputChunks > 1 ? tokens - 1 : 0, perToken.Count);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void With_whole_shares_the_mean_gap_a_token_is_the_tpot()
    {
        // 4 tokens a chunk: 13 tokens in 4 chunks, 3 of them after the first.
        RequestTimeline t = Given.Completed([100, 140, 200, 220], usage: 13);
        (MetricSummary itl, MetricSummary perToken) = t.Gaps(13);

        Assert.Equal((3, 40.0), (itl.Count, itl.Mean!.Value));
        Assert.Equal((12, 5.0, 15.0), (perToken.Count, perToken.Min!.Value, perToken.Max!.Value));
        Assert.Equal(t.Figures().TpotNs / Given.Ms, perToken.Mean!.Value, 9);
    }

    [Fact]
    public void Fewer_tokens_than_chunks_count_no_more_than_there_are()
    {
        (MetricSummary itl, MetricSummary perToken) = Given.Completed([10, 20, 30, 40, 50], usage: 3).Gaps(3);

        Assert.Equal((4, 2), (itl.Count, perToken.Count));
        Assert.Equal(20.0, perToken.Mean!.Value, 9);
    }

    [Fact]
    public void Continuous_usage_gives_each_chunk_its_own_tokens()
    {
        RequestTimeline t = Given.Request().Saw(5, hasOutput: false).Saw(10, tokens: 1).Saw(30, tokens: 4).Saw(60, tokens: 2);
        (MetricSummary itl, MetricSummary perToken) = t.Gaps(7);

        Assert.Equal((2, 25.0), (itl.Count, itl.Mean!.Value));
        Assert.Equal((6, 5.0, 15.0), (perToken.Count, perToken.Min!.Value, perToken.Max!.Value));
        Assert.Equal(50.0 / 6, perToken.Mean!.Value, 9);
    }

    [Fact]
    public void Tokens_without_text_are_counted_where_the_server_states_them()
    {
        RequestTimeline t = Given.Request().Saw(10, tokens: 1).Saw(20, hasOutput: false, tokens: 1).Saw(30, tokens: 1);
        (MetricSummary itl, MetricSummary perToken) = t.Gaps(3);

        Assert.Equal((1, 20.0), (itl.Count, itl.Mean!.Value));
        Assert.Equal((2, 10.0), (perToken.Count, perToken.Mean!.Value));
    }

    [Fact]
    public void Usage_on_the_last_chunk_alone_is_shared_evenly()
    {
        RequestTimeline t = Given.Request().Saw(10).Saw(30).Saw(50).Saw(50, hasOutput: false, tokens: 5);
        (MetricSummary itl, MetricSummary perToken) = t.Gaps(5);

        Assert.Equal((2, 20.0), (itl.Count, itl.Mean!.Value));
        Assert.Equal((4, 10.0), (perToken.Count, perToken.Mean!.Value));
    }

    [Fact]
    public void One_chunk_or_none_has_no_gap()
    {
        Assert.Equal((0, 0), Counts(Given.Completed([]).Gaps(0)));
        Assert.Equal((0, 0), Counts(Given.Completed([10], usage: 8).Gaps(8)));
        Assert.Equal((0, 0), Counts(Given.Request().Saw(1, hasOutput: false).Saw(9, hasOutput: false).Gaps(2)));
    }

    private static (long, long) Counts((MetricSummary Itl, MetricSummary PerToken) gaps) => (gaps.Itl.Count, gaps.PerToken.Count);

    private static int[] Times(int[] gapsMs)
    {
        int at = 100;
        return [.. gapsMs.Select(gap => at += gap)];
    }
}
