using LoadGen.Sweeps.Continuous;

namespace LoadGen.Sweeps.Tests.Continuous;

public sealed class FactsTests
{
    [Theory]
    [InlineData("vllm serve m --max-num-seqs 256 --fast", "vllm serve m --max-num-seqs 512 --fast", "flags: --max-num-seqs 256 -> 512")]
    [InlineData("vllm serve m --max-num-seqs=256", "vllm serve m --max-num-seqs=512", "flags: --max-num-seqs 256 -> 512")]
    [InlineData("vllm serve m", "vllm serve m --fast", "flags: added --fast")]
    [InlineData("vllm serve m --tag a --tag b", "vllm serve m --tag a", "flags: removed --tag b")]
    [InlineData("vllm serve m --offset -1", "vllm serve m --offset -2", "flags: --offset -1 -> -2")]
    [InlineData("env A=1 B=2 vllm serve m", "env A=3 B=2 vllm serve m", "flags: A 1 -> 3")]
    [InlineData("vllm serve m --fast", "vllm serve other --fast", "flags: vllm serve m -> serve other")]
    [InlineData("x '--config={\"a\": 1}' --fast", "x '--config={\"a\": 2}' --fast", "flags: --config {\"a\": 1} -> {\"a\": 2}")]
    [InlineData("x --say 'it'\\''s one'", "x --say 'it'\\''s two'", "flags: --say it's one -> it's two")]
    [InlineData("# image a:1\nx --fast", "# image a:2\nx --fast", "flags: image a:1 -> a:2")]
    public void Flags_are_told_one_by_one(string before, string after, string expected) => Assert.Equal([expected], Describe(Facts.Flags, before, after));

    [Fact]
    public void What_is_the_same_of_several_workers_is_told_once()
    {
        const string text = "# r on s: m\n\n# a-0: node 0\nx --n 1 --role a\n\n# b-0: node 1\nx --n 1 --role b\n";
        Assert.Equal(["flags: --n 1 -> 2"], Describe(Facts.Flags, text, text.Replace("--n 1", "--n 2", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_flag_of_one_worker_is_not_taken_for_anothers()
    {
        const string before = "# a-0: node 0\nx --n 1\n\n# b-0: node 1\nx --n 2\n";
        const string after = "# a-0: node 0\nx --n 1\n\n# b-0: node 1\nx --n 1\n";
        Assert.Equal(["flags: --n 2 -> 1"], Describe(Facts.Flags, before, after));
    }

    [Fact]
    public void A_worker_that_comes_is_told_by_its_name() =>
        Assert.Equal(["flags: added b-0: node 1"], Describe(Facts.Flags, "# a-0: node 0\nx --n 1\n", "# a-0: node 0\nx --n 1\n\n# b-0: node 1\nx --n 1\n"));

    [Fact]
    public void Another_order_alone_is_told_as_it_is() => Assert.Equal(["flags: x --a --b -> --b --a"], Describe(Facts.Flags, "x --a --b", "x --b --a"));

    [Fact]
    public void A_load_is_told_over_all_points() => Assert.Equal(
        ["load: --requests 10 20 -> 11 22"], Describe(Facts.Load, "bench --isl 1 --requests 10\nbench --isl 1 --requests 20", "bench --isl 1 --requests 11\nbench --isl 1 --requests 22"));

    [Fact]
    public void Other_facts_are_told_whole()
    {
        Assert.Equal(["tool: 1+a -> 2+b"], Describe(Facts.Tool, "1+a", "2+b"));
        Assert.Equal(["prices changed"], Describe(Facts.Prices, "a table", "another"));
        Assert.Equal("image: added x:1", new Change(Facts.Image, null, "x:1").Describe());
        Assert.Equal("image: removed x:1", new Change(Facts.Image, "x:1", null).Describe());
        Assert.Equal("new configuration", new Change(Change.NewConfiguration, null, "a").Describe());
    }

    private static IEnumerable<string> Describe(string what, string before, string after) => Facts
        .Differences(new Dictionary<string, string> { [what] = before }, new Dictionary<string, string> { [what] = after }).Select(change => change.Describe());
}
