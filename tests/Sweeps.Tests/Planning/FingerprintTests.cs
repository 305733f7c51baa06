using LoadGen.Sweeps.Planning;
using LoadGen.Sweeps.Tests.Support;

namespace LoadGen.Sweeps.Tests.Planning;

public sealed class FingerprintTests
{
    [Theory]
    [InlineData("seed", "load: { seed: 1 }")]
    [InlineData("a flag", "set: { args.fast: true }")]
    [InlineData("the environment", "set: { env.FAST: 1 }")]
    [InlineData("requests", "load: { requests_per_conc: 11 }")]
    [InlineData("SKU", "sku: h200")]
    [InlineData("telemetry", "telemetry: { source: auto }")]
    [InlineData("framework", "framework: other")]
    [InlineData("executor", "launch: { executor: slurm }")]
    public void It_changes_with_whatever_decides_the_figures(string what, string line) =>
        Assert.False(Of(Sweep.Small) == Of($"{Sweep.Small}\n    {line}\n"), $"the same though {what} changed");

    [Theory]
    [InlineData("limits: { point_s: 5, start_s: 5, engine_starts_max: 7 }")]
    [InlineData("# a comment")]
    [InlineData("launch: { grace_s: 3, port: 9123 }")]
    public void It_stays_with_whatever_does_not(string line) => Assert.Equal(Of(Sweep.Small), Of($"{Sweep.Small}\n    {line}\n"));

    [Theory]
    [InlineData("partition: a", "partition: b")]
    [InlineData("account: a", "account: b")]
    [InlineData("gpus: gres", "gpus: gpus_per_node")]
    [InlineData("extra: [--exclusive]", "extra: [--qos=low]")]
    [InlineData("extra: [a]", "step_extra: [a]")]
    public void On_Slurm_it_changes_with_where_the_cluster_puts_the_engine(string one, string other)
    {
        Assert.NotEqual(OfSlurm(one), OfSlurm(other));
        Assert.Equal(OfSlurm(one), OfSlurm($"{one}, time: '1:00', wait_s: 5"));
    }

    [Fact]
    public void Elsewhere_it_does_not() => Assert.Equal(Of(Sweep.Small), Of($"{Sweep.Small}\n    launch: {{ slurm: {{ partition: a }} }}\n"));

    [Theory]
    [InlineData("[--extra-body, '@{0}']")]
    [InlineData("['--extra-body=@{0}']")]
    [InlineData("['--extra-body:@{0}']")]
    public void It_changes_with_a_file_among_the_words_for_bench(string words)
    {
        using var folder = new TempFolder();
        string yaml = $"{Sweep.Small}\n    load: {{ bench: {words.Replace("{0}", folder["body.json"], StringComparison.Ordinal)} }}\n";
        string missing = Of(yaml);
        File.WriteAllText(folder["body.json"], "{}");
        string empty = Of(yaml);
        File.WriteAllText(folder["body.json"], """{"top_k":1}""");
        Assert.Equal(3, new[] { missing, empty, Of(yaml) }.Distinct().Count());
    }

    [Theory]
    [InlineData("['{0}', serve]", true)]
    [InlineData("[sh, -u, '{0}']", true)]
    [InlineData("[sh, -c, 'true', '{0}']", false)]
    public void It_changes_with_the_program_of_a_bare_process_and_with_its_script(string command, bool isPart)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["own.yaml"], $$"""
            source: a test
            engine: toy
            model: toy
            precisions: [bf16]
            skus: [any]
            command: {{command.Replace("{0}", folder["serve.sh"], StringComparison.Ordinal)}}
            """);
        string yaml = Sweep.Small.Replace("toy/engine", "./own.yaml", StringComparison.Ordinal);
        string Now(string more = "") => Sweep.Plan(yaml + more, file: folder["s.yaml"]).Points.Single().Fingerprint;
        File.WriteAllText(folder["serve.sh"], "exec one");
        string one = Now();
        string container = Now("\n    launch: { executor: docker }\n");
        Assert.Equal(one, Now());
        File.WriteAllText(folder["serve.sh"], "exec two");
        Assert.Equal(isPart, one != Now());
        Assert.Equal(container, Now("\n    launch: { executor: docker }\n"));
    }

    [Fact]
    public void It_is_the_tools_too()
    {
        Assert.NotEqual(Of(Sweep.Small), Sweep.Plan(Sweep.Small, Sweep.Context with { Tool = "1.2.4+abc" }).Points.Single().Fingerprint);
        Assert.Matches("^[0-9a-f]{64}$", Of(Sweep.Small));
    }

    [Fact]
    public void Points_of_other_configurations_do_not_touch_it()
    {
        string more = $"{Sweep.Small}\n  - {{ name: other, recipe: toy/engine, scenarios: [{{ isl: 9, osl: 9 }}], search_space: [{{ conc_list: [1] }}] }}\n";
        Assert.Equal(Of(Sweep.Small), Sweep.Plan(more).Points.First().Fingerprint);
    }

    [Fact]
    public void No_two_points_have_the_same()
    {
        string[] all = [.. Sweep.Plan($"{Sweep.Small.Replace("[4]", "[4, 8]", StringComparison.Ordinal)}\n    repeats: 3\n").Points.Select(point => point.Fingerprint)];
        Assert.Equal(6, all.Distinct().Count());
    }

    [Fact]
    public void A_trace_is_known_by_what_it_holds_and_not_by_where_it_is()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["a"]);
        Directory.CreateDirectory(folder["b"]);
        File.WriteAllText(folder["a/t.jsonl"], "one");
        File.WriteAllText(folder["b/t.jsonl"], "one");
        string yaml = Sweep.Small.Replace("{ isl: 100, osl: 10 }", "{ trace: t.jsonl }", StringComparison.Ordinal);
        PointPlan point = Sweep.Plan(yaml, file: folder["a/s.yaml"]).Points.Single();
        Assert.Equal("toy-bf16-toy-none-tp2-trace-t-c4", point.Id);
        Assert.Equal(folder["a/t.jsonl"], FakeBench.After(point.Words, "--trace"));
        Assert.Equal(point.Fingerprint, Sweep.Plan(yaml, file: folder["b/s.yaml"]).Points.Single().Fingerprint);
        File.WriteAllText(folder["b/t.jsonl"], "two");
        Assert.NotEqual(point.Fingerprint, Sweep.Plan(yaml, file: folder["b/s.yaml"]).Points.Single().Fingerprint);
    }

    [Theory]
    [InlineData("tokenizer.json", true)]
    [InlineData("tokenizer_config.json", true)]
    [InlineData("chat_template.jinja", true)]
    [InlineData("README.md", false)]
    public void A_tokenizer_is_known_by_what_makes_prompts_and_not_by_where_it_is(string file, bool isPart)
    {
        using var folder = new TempFolder();
        foreach (string place in (string[])["a", "b"])
        {
            Directory.CreateDirectory(folder[$"{place}/model"]);
            File.WriteAllText(folder[$"{place}/model/tokenizer.json"], "{}");
            File.WriteAllText(folder[$"{place}/model/{file}"], "one");
        }

        string yaml = $"{Sweep.Small}\n    load: {{ tokenizer: model }}\n";
        string Of(string place) => Sweep.Plan(yaml, file: folder[$"{place}/s.yaml"]).Points.Single().Fingerprint;
        string first = Of("a");
        Assert.Equal(first, Of("b"));
        File.WriteAllText(folder[$"b/model/{file}"], "two");
        Assert.Equal(isPart, first != Of("b"));
        Assert.NotEqual(first, Sweep.Plan(Sweep.Small, file: folder["a/s.yaml"]).Points.Single().Fingerprint);
    }

    private static string OfSlurm(string keys) => Of($"{Sweep.Small}\n    launch: {{ executor: slurm, slurm: {{ {keys} }} }}\n");

    private static string Of(string yaml) => Sweep.Plan(yaml).Points.Single().Fingerprint;
}
