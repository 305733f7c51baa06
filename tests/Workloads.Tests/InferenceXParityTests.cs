namespace LoadGen.Workloads.Tests;

public class InferenceXParityTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, NumpyFixture.Instance.Counted.Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Lengths_and_ids_are_those_of_InferenceXs_client(int index)
    {
        NumpyFixture.DrawCase expected = NumpyFixture.Instance.Counted[index];
        var workload = new RandomWorkload(expected.Options);
        Assert.Equal(expected.Count, workload.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            AssertRequest(expected, i, workload, i);
        }
    }

    [Fact]
    public void An_endless_workloads_first_block_is_the_counted_workload_of_its_size()
    {
        RandomWorkloadOptions options = NumpyFixture.Instance.EndlessBlock.Options with { Count = RandomWorkload.EndlessBlockRequests };
        var counted = new RandomWorkload(options);
        var endless = new RandomWorkload(options with { Count = null });
        Assert.Null(endless.Count);
        Assert.All(Enumerable.Range(0, RandomWorkload.EndlessBlockRequests), i => Assert.Equal(counted[i], endless[i]));
        Assert.Equal(counted.Prompt(1023), endless.Prompt(1023));
    }

    [Fact]
    public void An_endless_workloads_later_blocks_are_drawn_from_the_seed_and_the_blocks_number()
    {
        NumpyFixture.DrawCase expected = NumpyFixture.Instance.EndlessBlock;
        var workload = new RandomWorkload(expected.Options with { Count = null });
        for (int i = 0; i < expected.Count; i++)
        {
            AssertRequest(expected, i, workload, RandomWorkload.EndlessBlockRequests + i);
        }
    }

    [Fact]
    public void Warm_up_lengths_are_drawn_from_the_seed_the_block_and_the_warm_up_word()
    {
        NumpyFixture.DrawCase expected = NumpyFixture.Instance.Warmup;
        var warmup = RandomWorkload.ForWarmup(expected.Options, expected.Count);
        Assert.All(
            Enumerable.Range(0, expected.Count),
            i => Assert.Equal(new WorkItem(i, expected.PrefixTokens + expected.InputLens[i], expected.OutputLens[i]), warmup[i]));
        Assert.Equal(expected.PrefixIds, warmup.Prompt(0)[..expected.PrefixTokens]);
    }

    private static void AssertRequest(NumpyFixture.DrawCase expected, int place, RandomWorkload workload, int index)
    {
        Assert.Equal(new WorkItem(index, expected.PrefixTokens + expected.InputLens[place], expected.OutputLens[place]), workload[index]);
        IEnumerable<int> own = Enumerable.Range(0, expected.InputLens[place]).Select(j => (int)(((long)expected.Offsets[place] + index + j) % expected.VocabularySize));
        Assert.Equal([.. expected.PrefixIds, .. own], workload.Prompt(index));
    }
}
