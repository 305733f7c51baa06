using LoadGen.Sweeps.Planning;
using LoadGen.Sweeps.Running;
using LoadGen.Sweeps.Tests.Support;

namespace LoadGen.Sweeps.Tests.Running;

public sealed class LanesTests
{
    [Fact]
    public void No_more_run_than_are_allowed_and_each_has_ports_of_its_own()
    {
        ConfigurationPlan[] all = [.. Sweep.Of(3, 1).Configurations];
        var lanes = new Lanes(2, null);
        Lane first = lanes.TryTake(all[0])!;
        Assert.Equal((0, 1_000), (first.PortOffset, lanes.TryTake(all[1])!.PortOffset));
        Assert.Null(lanes.TryTake(all[2]));
        lanes.Release(first);
        Assert.Equal(0, lanes.TryTake(all[2])!.PortOffset);
    }

    [Theory]
    [InlineData(8_000, 9_000, 0, 0)]
    [InlineData(9_000, 8_000, 0, 0)]
    [InlineData(8_000, 8_500, 0, 1_000)]
    [InlineData(8_500, 8_000, 0, 2_000)]
    [InlineData(64_900, 64_900, 0, null)]
    public void Those_that_name_ports_of_their_own_are_not_put_on_each_others(int one, int other, int expected, int? expectedOther)
    {
        ConfigurationPlan[] all = [.. Sweep.Plan($$"""
            defaults: { recipe: toy/engine, scenarios: [{ isl: 1, osl: 1 }], search_space: [{ conc_list: [1] }] }
            configurations: [{ name: a, launch: { port: {{one}} } }, { name: b, launch: { port: {{other}} } }]
            """).Configurations];
        var lanes = new Lanes(2, null);
        Assert.Equal((expected, expectedOther), (lanes.TryTake(all[0])!.PortOffset, lanes.TryTake(all[1])?.PortOffset));
    }

    [Fact]
    public void A_third_finds_the_gap_that_another_ports_leave()
    {
        ConfigurationPlan[] all = [.. Sweep.Plan("""
            defaults: { recipe: toy/engine, scenarios: [{ isl: 1, osl: 1 }], search_space: [{ conc_list: [1] }] }
            configurations: [{ name: a }, { name: b, launch: { port: 9000 } }, { name: c }]
            """).Configurations];
        var lanes = new Lanes(3, null);
        Assert.Equal([0, 0, 2_000], all.Select(one => lanes.TryTake(one)!.PortOffset));
    }

    [Fact]
    public void In_a_job_this_host_is_one_of_its_nodes()
    {
        ConfigurationPlan here = OnGpus("process", 1).Configurations[0];
        ConfigurationPlan there = OnGpus("slurm", 1).Configurations[0];
        var within = new Lanes(2, 4);
        Assert.NotNull(within.TryTake(here));
        Assert.Null(within.TryTake(there));
        var outside = new Lanes(2, null);
        Assert.NotNull(outside.TryTake(here));
        Assert.NotNull(outside.TryTake(there));
    }

    [Fact]
    public void On_one_host_engines_with_a_GPU_in_common_take_turns()
    {
        ConfigurationPlan[] all = [.. OnGpus("process", 1, 1).Configurations];
        var lanes = new Lanes(2, null);
        Lane first = lanes.TryTake(all[0])!;
        Assert.Null(lanes.TryTake(all[1]));
        lanes.Release(first);
        Assert.NotNull(lanes.TryTake(all[1]));
    }

    [Fact]
    public void On_Slurm_each_has_nodes_of_its_own()
    {
        ConfigurationPlan[] all = [.. OnGpus("slurm", 1, 1).Configurations];
        var lanes = new Lanes(2, null);
        Assert.All(all, one => Assert.Equal(0, lanes.TryTake(one)!.FirstNode));
    }

    [Fact]
    public void In_a_job_nodes_are_shared_out_side_by_side()
    {
        // 8, 16 and 8 GPUs on nodes of 8: 1, 2 and 1 of 3 nodes.
        ConfigurationPlan[] all = [.. OnGpus("slurm", 8, 16, 8).Configurations];
        Assert.Equal([1, 2, 1], all.Select(one => one.Launch!.Plan.Nodes));
        var lanes = new Lanes(3, 3);
        Lane first = lanes.TryTake(all[0])!;
        Assert.Equal((0, 1), (first.FirstNode, lanes.TryTake(all[1])!.FirstNode));
        Assert.Null(lanes.TryTake(all[2]));
        lanes.Release(first);
        Assert.Equal(0, lanes.TryTake(all[2])!.FirstNode);
    }

    [Fact]
    public void Engines_that_run_already_are_measured_alone()
    {
        SweepPlan plan = Sweep.Plan("""
            defaults: { sku: h200, framework: f, model: m, precision: p, scenarios: [{ isl: 1, osl: 1 }], search_space: [{ conc_list: [1] }] }
            configurations: [{ name: a, url: 'http://127.0.0.1:1' }, { name: b, url: 'http://127.0.0.1:2' }]
            """);
        var lanes = new Lanes(2, null);
        Assert.NotNull(lanes.TryTake(plan.Configurations[0]));
        Assert.Null(lanes.TryTake(plan.Configurations[1]));
    }

    private static SweepPlan OnGpus(string executor, params int[] tp) => Sweep.Plan($$"""
        defaults: { recipe: toy/gpus, sku: h200, launch: { executor: {{executor}} }, scenarios: [{ isl: 1, osl: 1 }] }
        configurations:
        {{string.Join('\n', tp.Select((t, i) => $"  - {{ name: e{i}, search_space: [{{ tp: {t}, conc_list: [1] }}] }}"))}}
        """);
}
