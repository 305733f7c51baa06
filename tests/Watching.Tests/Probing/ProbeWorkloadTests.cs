using LoadGen.Watching.Probing;

namespace LoadGen.Watching.Tests.Probing;

public class ProbeWorkloadTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void No_prompt_is_like_another_nor_begins_like_its_neighbours(bool asWords)
    {
        var workload = new ProbeWorkload(16, 4, seed: 3, asWords);
        int[][] prompts = [.. Enumerable.Range(0, 40_000).Select(i => Ids(workload, i))];
        Assert.Equal(prompts.Length, prompts.Select(ids => (ids[0], ids[1])).Distinct().Count());
        Assert.All(Enumerable.Range(1, 1000), i => Assert.NotEqual(prompts[i - 1][0], prompts[i][0]));
        Assert.All(prompts, ids => Assert.All(ids, id => Assert.InRange(id, asWords ? 0 : 1000, asWords ? (1 << 30) - 1 : 31_999)));
    }

    [Fact]
    public void The_last_numbers_have_prompts_too()
    {
        var workload = new ProbeWorkload(4, 4, seed: uint.MaxValue, asWords: false);
        Assert.NotEqual(Ids(workload, int.MaxValue), Ids(workload, int.MaxValue - 1));
    }

    [Fact]
    public void Seed_and_number_fix_a_prompt_and_nothing_else_does()
    {
        Assert.Equal(Ids(new ProbeWorkload(64, 4, 3, asWords: false), 12), Ids(new ProbeWorkload(64, 4, 3, asWords: false), 12));
        Assert.NotEqual(Ids(new ProbeWorkload(64, 4, 3, asWords: false), 12), Ids(new ProbeWorkload(64, 4, 4, asWords: false), 12));
    }

    [Fact]
    public void All_have_one_length()
    {
        var workload = new ProbeWorkload(100, 7, 1, asWords: true);
        Assert.All(Enumerable.Range(0, 100), i => Assert.Equal((100, 7), (workload[i].InputTokens, workload[i].OutputTokens)));
    }

    private static int[] Ids(ProbeWorkload workload, int index)
    {
        int[] ids = new int[workload[index].InputTokens];
        workload.WriteTokenIds(workload[index], ids);
        return ids;
    }
}
