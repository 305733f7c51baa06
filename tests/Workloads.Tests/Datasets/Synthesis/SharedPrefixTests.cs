using LoadGen.Workloads.Datasets;
using LoadGen.Workloads.Datasets.Inspection;
using LoadGen.Workloads.Datasets.Synthesis;

namespace LoadGen.Workloads.Tests.Datasets.Synthesis;

public class SharedPrefixTests
{
    private static readonly SharedPrefixOptions s_options = new() { Groups = 4, Count = 100, PrefixTokens = 96, SuffixTokens = 30, OutputTokens = 20, Seed = 5 };

    [Fact]
    public void Groups_have_equal_shares_and_prefixes_of_their_own()
    {
        using var source = new SharedPrefixConversations(s_options);
        Conversation[] all = [.. Enumerable.Range(0, source.Count).Select(source.Read)];
        Assert.All(all.GroupBy(c => c.Group), group => Assert.Equal(25, group.Count()));
        Assert.NotEqual(all.Select(c => c.Group), all.Select(c => c.Group).Order());
        Assert.Equal(4, all.Select(c => string.Join(',', c.Turns[0].BlockHashes.ToArray())).Distinct().Count());
        Assert.All(all, c => Assert.Equal((126, 20, 96), (c.Turns[0].InputTokens, c.Turns[0].OutputTokens, c.Turns[0].BlockTokens * c.Turns[0].BlockHashes.Length)));
    }

    [Fact]
    public void Zipfs_distribution_makes_the_first_group_the_most_frequent()
    {
        using var source = new SharedPrefixConversations(s_options with { Count = 10_000, ZipfAlpha = 1 });
        int[] counts = new int[4];
        for (int i = 0; i < source.Count; i++)
        {
            counts[int.Parse(source.Read(i).Group!, null)]++;
        }

        // 1 : 1/2 : 1/3 : 1/4 of 10,000, with standard deviations under 50.
        Assert.InRange(counts[0], 4600, 5000);
        Assert.InRange(counts[1], 2200, 2600);
        Assert.InRange(counts[2], 1400, 1800);
        Assert.InRange(counts[3], 1000, 1400);
    }

    [Fact]
    public void Lengths_are_uniform_over_the_range_and_a_seed_fixes_them()
    {
        SharedPrefixOptions options = s_options with { RangeRatio = 0.5, Count = 2000 };
        using var source = new SharedPrefixConversations(options);
        using var again = new SharedPrefixConversations(options);
        int[] suffixes = [.. Enumerable.Range(0, 2000).Select(i => source.Read(i).Turns[0].InputTokens!.Value - 96)];
        Assert.Equal((15, 30), (suffixes.Min(), suffixes.Max()));
        Assert.Equal(suffixes, Enumerable.Range(0, 2000).Select(i => again.Read(i).Turns[0].InputTokens!.Value - 96));
    }

    [Fact]
    public void A_cache_without_bounds_finds_each_groups_prefix_but_once()
    {
        using var source = new SharedPrefixConversations(s_options);
        DatasetReport report = DatasetInspector.Inspect(source);
        Assert.Equal(96 * 96L, report.Cache!.HitTokens);
        Assert.Equal(96.0 * 96 / (100 * 126), report.Cache.HitRate, 12);
    }

    [Fact]
    public void Options_no_prompts_can_be_made_of_are_refused()
    {
        foreach (SharedPrefixOptions options in (SharedPrefixOptions[])[
            s_options with { Groups = 0 }, s_options with { Count = 0 }, s_options with { PrefixTokens = 0 }, s_options with { SuffixTokens = 0 },
            s_options with { OutputTokens = 0 }, s_options with { RangeRatio = 0 }, s_options with { ZipfAlpha = 0 }, s_options with { ZipfAlpha = double.NaN }])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new SharedPrefixConversations(options));
        }
    }
}
