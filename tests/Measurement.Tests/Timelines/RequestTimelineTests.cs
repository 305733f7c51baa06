using FsCheck;
using FsCheck.Fluent;
using LoadGen.Inference;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;
using LoadGen.Workloads;
using Outcome = LoadGen.Measurement.Timelines.Outcome;

namespace LoadGen.Measurement.Tests.Timelines;

public class RequestTimelineTests
{
    private const long HoursNs = 3_600_000_000_000;

    private static readonly Arbitrary<(long Gap, bool HasOutput, int Tokens)[]> Chunks =
        (from gap in Gen.Choose(0, int.MaxValue)
         from hasOutput in Gen.Elements(true, false)
         from tokens in Gen.Choose(0, 32_767)
         select ((long)gap, hasOutput, tokens)).ArrayOf().ToArbitrary();

    [Fact]
    public void Any_chunks_come_back_as_they_were_added() => Prop.ForAll(Chunks, chunks =>
    {
        RequestTimeline timeline = Given.Request();
        long offset = 0;
        var expected = new List<(long OffsetNs, bool HasOutput, int Tokens)>();
        foreach ((long gap, bool hasOutput, int tokens) in chunks)
        {
            offset += gap;
            timeline.AddChunk(Given.SendNs + offset, hasOutput, tokens);
            expected.Add((offset, hasOutput, tokens));
        }

        Assert.Equal(expected, Enumerable.Range(0, timeline.Chunks).Select(timeline.Chunk));
        Assert.Equal(chunks.Count(c => c.HasOutput), timeline.OutputChunks);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_chunk_39_hours_after_the_send_keeps_its_time()
    {
        RequestTimeline timeline = Given.Request();
        timeline.AddChunk(Given.SendNs + (39 * HoursNs), true, 32_767);

        Assert.Equal((39 * HoursNs, true, 32_767), timeline.Chunk(0));
    }

    [Fact]
    public void More_tokens_than_a_mark_holds_are_cut_to_its_most_and_spoil_nothing_else()
    {
        RequestTimeline timeline = Given.Request().Saw(1, tokens: 1_000_000).Saw(2, hasOutput: false);

        Assert.Equal((1 * Given.Ms, true, 32_767), timeline.Chunk(0));
        Assert.Equal((2 * Given.Ms, false, 0), timeline.Chunk(1));
    }

    [Fact]
    public void It_grows_beyond_what_was_expected_without_losing_a_mark()
    {
        RequestTimeline timeline = Given.Request(output: 1);
        for (int i = 1; i <= 50_000; i++)
        {
            timeline.Saw(i);
        }

        Assert.Equal(50_000, timeline.Chunks);
        Assert.All(Enumerable.Range(0, 50_000), i => Assert.Equal((i + 1) * Given.Ms, timeline.Chunk(i).OffsetNs));
        Assert.Throws<ArgumentOutOfRangeException>(() => timeline.Chunk(50_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => timeline.Chunk(-1));
    }

    [Fact]
    public void The_gap_is_told_from_output_to_output_and_a_shared_read_is_counted()
    {
        RequestTimeline t = Given.Request();

        Assert.Equal(-1, t.AddChunk(Given.SendNs + 10, false, 0));
        Assert.Equal(-1, t.AddChunk(Given.SendNs + 20, true, 0));
        Assert.Equal(-1, t.AddChunk(Given.SendNs + 25, false, 0));
        Assert.Equal(15, t.AddChunk(Given.SendNs + 35, true, 0));
        Assert.Equal(0, t.AddChunk(Given.SendNs + 35, true, 0));

        Assert.Equal((5, 3, 1, 2), (t.Chunks, t.OutputChunks, t.CoalescedChunks, t.MaxChunksPerRead));
        Assert.Equal((10, 20), (t.FirstChunkNs - Given.SendNs, t.FirstOutputNs - Given.SendNs));
        Assert.Equal((35, 35), (t.LastChunkNs - Given.SendNs, t.LastOutputNs - Given.SendNs));
    }

    [Fact]
    public void The_fullest_read_is_told_by_its_output_chunks()
    {
        Assert.Equal(0, Given.Request().MaxChunksPerRead);
        Assert.Equal(1, Given.Request().Saw(1).Saw(2, hasOutput: false).Saw(2).MaxChunksPerRead);
        Assert.Equal(3, Given.Request().Heard(1, 1, 2, 2, 2, 3, 4, 4).MaxChunksPerRead);
    }

    [Fact]
    public void Chunk_tokens_hold_only_where_every_output_chunk_states_them()
    {
        Assert.False(Given.Request().HasChunkTokens);
        Assert.False(Given.Request().Saw(1).HasChunkTokens);
        Assert.True(Given.Request().Saw(0, hasOutput: false).Saw(1, tokens: 1).Saw(2, tokens: 3).HasChunkTokens);
        Assert.False(Given.Request().Saw(1).Saw(2).Saw(3, hasOutput: false, tokens: 2).HasChunkTokens);
    }

    [Fact]
    public void After_Begin_nothing_is_left_of_the_request_before()
    {
        RequestTimeline used = Given.Completed([10, 20, 20], usage: 3);
        (used.DialNs, used.ProxyNs, used.TlsNs) = (1, 2, 3);
        (used.ConnectNs, used.HeadNs, used.ReusedConnection, used.Error, used.Outcome) = (5, 6, true, "x", Outcome.StreamError);
        used.Saw(30, tokens: 7);
        var item = new WorkItem(9, 1, 2);
        used.Begin(item, 77);

        Assert.Equal((item, 77L, Outcome.Cancelled, null), (used.Item, used.IntendedNs, used.Outcome, used.Error));
        Assert.Equal((0, 0, 0), (used.DialNs, used.ProxyNs, used.TlsNs));
        Assert.Equal((0, 0, 0, 0), (used.SendNs, used.ConnectNs, used.HeadNs, used.EndNs));
        Assert.Equal((0, 0, 0, 0), (used.FirstChunkNs, used.FirstOutputNs, used.LastChunkNs, used.LastOutputNs));
        Assert.Equal((0, 0, 0, 0, 0), (used.Status, used.Chunks, used.OutputChunks, used.CoalescedChunks, used.MaxChunksPerRead));
        Assert.Equal((false, false, false, FinishReason.None), (used.SawDone, used.ReusedConnection, used.HasChunkTokens, used.Finish));
        Assert.Null(used.Usage);

        used.SendNs = 100;
        Assert.Equal(-1, used.AddChunk(110, true, 1));
        Assert.Equal((10, true, 1), used.Chunk(0));
        Assert.True(used.HasChunkTokens);
    }

    [Fact]
    public void A_resend_forgets_the_response_but_neither_the_request_nor_what_connecting_cost()
    {
        RequestTimeline timeline = Given.Request(index: 4).Saw(1);
        timeline.ConnectNs = 42;
        timeline.ResetResponse();

        Assert.Equal((4, Given.IntendedNs, 42), (timeline.Item.Index, timeline.IntendedNs, timeline.ConnectNs));
        Assert.Equal((0, 0, 0), (timeline.Chunks, timeline.SendNs, timeline.FirstOutputNs));
    }

    [Fact]
    public void A_pooled_timeline_comes_back_and_works_without_the_marks_it_gave_away()
    {
        var pool = new TimelinePool();
        RequestTimeline first = pool.Rent();
        first.Begin(new WorkItem(0, 1, 100), 1);
        pool.Return(first);
        RequestTimeline second = pool.Rent();
        second.Begin(new WorkItem(1, 1, 1), 2);
        second.SendNs = 3;
        second.AddChunk(5, true, 0);

        Assert.Same(first, second);
        Assert.Equal((2, true, 0), second.Chunk(0));
        Assert.NotSame(second, pool.Rent());
    }

    [Fact]
    public void A_chunk_within_what_was_expected_allocates_nothing()
    {
        RequestTimeline timeline = Given.Request(output: 1000);
        timeline.Saw(1);

        Assert.Equal(0, Allocated.Bytes(() =>
        {
            for (int i = 0; i < 150; i++)
            {
                timeline.AddChunk(Given.SendNs + i, true, 1);
            }
        }));
    }
}
