using System.Globalization;
using LoadGen.Results.Points;
using LoadGen.Sweeps.Planning;
using LoadGen.Sweeps.Showing;
using LoadGen.Sweeps.Tests.Support;

namespace LoadGen.Sweeps.Tests.Planning;

public sealed class AttachedGpusTests
{
    [Theory]
    [InlineData("sglang", "tp: 8, dp: 8", 8, "tp × pp × workers; gpus says otherwise")]
    [InlineData("vllm", "tp: 1, dp: 8", 8, "tp × dp × pp × workers; gpus says otherwise")]
    [InlineData("dynamo-vllm", "tp: 2, dp: 4, pp: 2", 16, "tp × dp × pp × workers; gpus says otherwise")]
    [InlineData("sglang", "tp: 2, dp: 4, gpus: 8", 8, "as gpus says")]
    [InlineData("vllm", "tp: 4096, dp: 4096, pp: 4096", int.MaxValue, "tp × dp × pp × workers; gpus says otherwise")]
    public void They_are_what_the_file_says_or_the_parallelism(string framework, string space, int expected, string source)
    {
        ConfigurationPlan plan = Plan(framework, space).Configurations.Single();
        Assert.Equal((expected, source), (plan.Gpus, plan.GpusFrom));
    }

    [Theory]
    [InlineData("prefill: { tp: 4, gpus: 16 }, decode: { tp: 8, gpus: 32 }", 16, 32, "as gpus says")]
    [InlineData("prefill: { tp: 4, gpus: 16 }, decode: { tp: 8, workers: 2 }", 16, 16, "prefill as gpus says, decode tp × pp × workers")]
    [InlineData("prefill: { tp: 4 }, decode: { tp: 8, gpus: 32 }", 4, 32, "prefill tp × pp × workers, decode as gpus says")]
    public void Of_a_pair_each_role_has_its_own(string space, int prefill, int decode, string source)
    {
        ConfigurationPlan plan = Plan("sglang", space).Configurations.Single();
        PointIdentity identity = plan.Points[0].Identity;
        Assert.Equal((prefill, decode, source), (identity.Prefill!.Gpus, identity.Decode.Gpus, plan.GpusFrom));
    }

    [Fact]
    public void The_plan_says_where_the_number_comes_from()
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        PlanTable.Write(Plan("vllm", "tp: 1, gpus: 8"), new SweepEstimate(null), _ => false, text);
        Assert.Contains("http://127.0.0.1:1/, 8 GPUs (as gpus says)\n", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_degree_of_data_parallelism_tells_points_apart()
    {
        SweepPlan plan = Plan("sglang", "tp: 8, dp: [1, 2, 4, 8]");
        Assert.Equal(["a-h200-tp8", "a-h200-tp8dp2", "a-h200-tp8dp4", "a-h200-tp8dp"], plan.Configurations.Select(one => one.Id));
        Assert.Equal([null, 2, 4, 8], plan.Points.Select(point => point.Identity.Decode.Dp));
        Assert.Equal(4, plan.Points.Select(point => PointKey.Of(point.Identity)).Distinct().Count());
        Assert.Equal(4, plan.Points.Select(point => point.Fingerprint).Distinct().Count());
    }

    [Theory]
    [InlineData("gpus: 0", "found 0; accepted: 1 to 1000000")]
    [InlineData("gpus: 8, prefill: { tp: 4 }, decode: { tp: 4 }", "a pair has GPUs for each role")]
    [InlineData("prefill: { gpus: -1 }", "found -1; accepted: 1 to 1000000")]
    public void What_cannot_be_meant_is_refused(string space, string message) =>
        Assert.Contains(message, Assert.Single(Sweep.Problems(Yaml("sglang", space))), StringComparison.Ordinal);

    [Fact]
    public void A_recipe_s_are_those_that_it_places() => Assert.Contains(
        "gpus tells of an engine that is given by its url", Assert.Single(Sweep.Problems(Sweep.Small.Replace("tp: 2", "tp: 2, gpus: 2", StringComparison.Ordinal))), StringComparison.Ordinal);

    private static SweepPlan Plan(string framework, string space) => Sweep.Plan(Yaml(framework, space));

    private static string Yaml(string framework, string space) => $$"""
        configurations:
          - { name: a, url: 'http://127.0.0.1:1', sku: h200, framework: {{framework}}, model: m, precision: fp8, scenarios: [{ isl: 1, osl: 1 }], search_space: [{ {{space}}, conc_list: [1] }] }
        """;
}
