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

    private static readonly Arbitrary<(int[] GapsMs, int Extra)> ApartStreams =
        (from gaps in Gen.Choose(1, 500).NonEmptyListOf()
         from extra in Gen.Choose(0, 300)
         select (gaps.ToArray(), extra)).ToArbitrary();

    [Fact]
    public void With_one_token_a_chunk_and_one_chunk_a_read_both_are_the_chunk_gaps() => Prop.ForAll(ApartStreams, stream =>
    {
        RequestTimeline t = Given.Completed(Times(stream.GapsMs));
        (MetricSummary itl, MetricSummary perToken) = t.Gaps(t.OutputChunks);

        Assert.Equal(t.OutputChunks - 1, itl.Count);
        Assert.Equal(itl, perToken);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_token_after_the_first_chunk_is_counted_once_whatever_its_share() => Prop.ForAll(ApartStreams, stream =>
    {
        RequestTimeline t = Given.Completed(Times(stream.GapsMs));
        int tokens = t.OutputChunks + stream.Extra;
        (MetricSummary itl, MetricSummary perToken) = t.Gaps(tokens);

        Assert.Equal(t.OutputChunks - 1, itl.Count);
        Assert.Equal(t.OutputChunks > 1 ? tokens - 1 : 0, perToken.Count);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void However_chunks_come_together_no_gap_a_token_is_zero_and_each_token_after_the_first_read_counts_once() => Prop.ForAll(Streams, stream =>
    {
        int[] times = Times(stream.GapsMs);
        RequestTimeline t = Given.Completed(times);
        int tokens = t.OutputChunks + stream.Extra;
        (MetricSummary itl, MetricSummary perToken) = t.Gaps(tokens);

        double share = times.Length > 1 ? (tokens - 1.0) / (times.Length - 1) : 0;
        double inFirstRead = times.Length > 1 ? 1 + (share * (times.Count(at => at == times[0]) - 1)) : tokens;
        Assert.Equal(times.Length - 1, itl.Count);
        Assert.Equal(tokens - (long)(inFirstRead + 1e-9), perToken.Count);
        Assert.True(perToken.Count == 0 || perToken.Min > 0);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Chunks_in_one_read_share_the_time_since_the_read_before()
    {
        // Reads of 1, 3 and 2 chunks, 30 and 10 ms apart.
        (MetricSummary itl, MetricSummary perToken) = Given.Completed([100, 130, 130, 130, 140, 140]).Gaps(6);

        Assert.Equal((5, 0.0, 30.0, 8.0), (itl.Count, itl.Min!.Value, itl.Max!.Value, itl.Mean!.Value));
        Assert.Equal((5, 5.0, 10.0, 8.0), (perToken.Count, perToken.Min!.Value, perToken.Max!.Value, perToken.Mean!.Value));
    }

    [Fact]
    public void Stated_tokens_of_one_read_share_its_time_too()
    {
        RequestTimeline t = Given.Request().Saw(10, tokens: 1).Saw(50, tokens: 3).Saw(50, tokens: 5).Saw(53, tokens: 1);
        (MetricSummary itl, MetricSummary perToken) = t.Gaps(10);

        Assert.Equal((3, 0.0), (itl.Count, itl.Min!.Value));
        Assert.Equal((9, 3.0, 5.0), (perToken.Count, perToken.Min!.Value, perToken.Max!.Value));
        Assert.Equal(43.0 / 9, perToken.Mean!.Value, 9);
    }

    [Fact]
    public void The_tokens_of_the_first_read_have_no_gap_however_many_they_are()
    {
        (MetricSummary itl, MetricSummary perToken) = Given.Completed([100, 100, 100, 120]).Gaps(4);
        Assert.Equal((3, 1, 20.0), (itl.Count, perToken.Count, perToken.Mean!.Value));

        Assert.Equal((3, 0), Counts(Given.Completed([100, 100, 100, 100]).Gaps(4)));
        Assert.Equal((1, 2), Counts(Given.Request().Saw(10, tokens: 7).Saw(20, tokens: 2).Gaps(9)));
    }

    [Fact]
    public void Fractions_of_tokens_are_carried_from_read_to_read()
    {
        // 8 tokens in 4 chunks: 1, then 7/3 each. The reads hold 1 + 7/3 = 3.33, 2.33 and 2.33 tokens: 3, 2 and 3 are whole.
        (MetricSummary itl, MetricSummary perToken) = Given.Completed([10, 10, 24, 31], usage: 8).Gaps(8);

        Assert.Equal((3, 5), (itl.Count, perToken.Count));
        Assert.Equal((6.0, 3.0), (Math.Round(perToken.Max!.Value, 6), Math.Round(perToken.Min!.Value, 6)));
        Assert.Equal(((2 * 6.0) + (3 * 3.0)) / 5, perToken.Mean!.Value, 9);
    }

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
