using LoadGen.Simulation.Batching;
using LoadGen.Simulation.Pacing;

namespace LoadGen.Simulation.Tests.Batching;

public class BatchSequenceTests
{
    [Fact]
    public void A_chunk_is_due_with_the_last_of_its_tokens_once_that_is_released()
    {
        var sequence = Sequence(output: 5);
        Assert.Equal(Agenda.Never, sequence.ChunkDueNs(0, 2));
        sequence.Release(1, 100);
        Assert.Equal(100, sequence.ChunkDueNs(0, 1));
        Assert.Equal(Agenda.Never, sequence.ChunkDueNs(0, 2));
        sequence.Release(1, 120);
        Assert.Equal(120, sequence.ChunkDueNs(0, 2));
    }

    [Fact]
    public void What_a_step_yielded_goes_together()
    {
        var sequence = Sequence(output: 9);
        sequence.Release(1, 100);
        sequence.Release(3, 120);
        sequence.Release(2, 140);
        Assert.Equal(1, sequence.ChunkTokens(0, 1));
        Assert.Equal(3, sequence.ChunkTokens(1, 1));
        Assert.Equal(2, sequence.ChunkTokens(2, 1));
        Assert.Equal(4, sequence.ChunkTokens(0, 2));
    }

    [Fact]
    public void No_more_is_released_than_was_asked_for()
    {
        var sequence = Sequence(output: 3);
        sequence.Release(2, 100);
        Assert.False(sequence.IsComplete);
        sequence.Release(4, 120);
        Assert.True(sequence.IsComplete);
        Assert.Equal((3, 13), (sequence.Released, sequence.Context));
    }

    [Fact]
    public void The_same_seed_accepts_the_same_drafts()
    {
        BatchSequence[] sequences = [Sequence(1, seed: 7), Sequence(1, seed: 7), Sequence(1, seed: 8)];
        int[][] draws = [.. sequences.Select(sequence => Enumerable.Range(0, 50).Select(_ => sequence.DrawTokens(3, 0.6)).ToArray())];
        Assert.Equal(draws[0], draws[1]);
        Assert.NotEqual(draws[0], draws[2]);
        Assert.All(draws[0], tokens => Assert.InRange(tokens, 1, 4));
    }

    [Fact]
    public void None_is_accepted_or_all_where_that_is_the_chance()
    {
        Assert.Equal(1, Sequence(1).DrawTokens(3, 0));
        Assert.Equal(4, Sequence(1).DrawTokens(3, 1));
    }

    [Fact]
    public void Of_a_prompt_that_is_cached_the_last_token_is_still_computed() =>
        Assert.Equal(9, new BatchSequence(new SequenceNeed(10, 10, 1, 1, false), 0, 0).Prefilled);

    private static BatchSequence Sequence(int output, ulong seed = 0) => new(new SequenceNeed(10, 0, output, 1, false), 0, seed);
}
