using LoadGen.Configuration;
using LoadGen.Sweeps.Importing;
using LoadGen.Sweeps.Planning;
using LoadGen.Sweeps.Settings;
using LoadGen.Sweeps.Tests.Support;

namespace LoadGen.Sweeps.Tests.Importing;

public sealed class MasterImporterTests
{
    // Written for this test, in the shape of the real files, for recipes that come with the program.
    private const string Master = """
        dsr1-fp8-h200-sglang:
          image: registry.example#lmsys/sglang:v9
          model: deepseek-ai/DeepSeek-R1-0528
          model-prefix: dsr1
          runner: cluster:h200-lab
          precision: fp8
          framework: sglang
          multinode: false
          scenarios:
            fixed-seq-len:
            - isl: 1024
              osl: 8192
              search-space:
              - { tp: 8, ep: 1, conc-start: 4, conc-end: 48 }
              - { tp: 4, dp-attn: true, conc-list: [64, 128] }
              - { tp: 8, dcp-size: 8, conc-list: [1] }
            agentic-coding:
            - dram-utilization: 0.8
              search-space:
              - { tp: 8, kv-offloading: none, conc-list: [1, 2, 4] }
        dsr1-fp8-h200-sglang-disagg:
          image: lmsys/sglang:v9
          model: someone/else
          model-prefix: dsr1
          runner: h200-multinode
          precision: fp8
          framework: sglang
          router: { name: sglang-router, version: "1.0" }
          multinode: true
          disagg: true
          scenarios:
            fixed-seq-len:
            - isl: 8192
              osl: 1024
              search-space:
              - spec-decoding: none
                conc-list: [256]
                prefill: { num-worker: 2, tp: 8, ep: 1, dp-attn: false, additional-settings: ["PREFILL_NODES=2"] }
                decode: { num-worker: 1, tp: 8, ep: 8, dp-attn: true }
              - conc-list: [1]
                prefill: { num-worker: 2, tp: 8 }
                decode: { num-worker: 0, tp: 8 }
        nobody-knows:
          image: x
          model: x
          model-prefix: unheard-of
          runner: h200
          precision: fp8
          framework: sglang
          scenarios:
            fixed-seq-len:
            - { isl: 1, osl: 1, search-space: [{ tp: 1, conc-list: [1] }] }
        """;

    private static readonly PlanContext s_context = new() { Tool = Sweep.Tool };

    private static readonly ImportedFile s_imported = MasterImporter.Import(Master, "master.yaml", s_context);

    [Fact]
    public void What_a_recipe_can_launch_becomes_a_sweep_that_can_be_planned()
    {
        SweepPlan plan = SweepPlanner.Plan(SweepFileReader.Parse(s_imported.Text, "imported.yaml"), s_imported.Text, s_context);
        Assert.Equal("master", plan.Name);
        Assert.Equal(
            ["dsr1-fp8-h200-sglang-1-h200-tp8", "dsr1-fp8-h200-sglang-2-h200-tp4dp", "dsr1-fp8-h200-sglang-disagg-1-h200-p2tp8-d1tp8ep8dp"],
            plan.Configurations.Select(configuration => configuration.Id));
        Assert.Equal([4, 8, 16, 32, 48], plan.Configurations[0].Points.Select(point => point.Identity.Concurrency));
        Assert.Equal("registry.example/lmsys/sglang:v9", plan.Configurations[0].Points[0].Identity.Image);
        Assert.Equal((1024, 8192), (plan.Configurations[0].Points[0].Identity.Isl, plan.Configurations[0].Points[0].Identity.Osl));
        Assert.True(plan.Configurations[1].Points[0].Identity.Decode.DpAttention);
        Assert.Equal(24, plan.Configurations[2].Gpus);
    }

    [Fact]
    public void What_none_can_launch_is_not_lost_but_listed_with_place_and_reason()
    {
        Assert.Equal((3, 7, 2), (s_imported.Entries, s_imported.Spaces, s_imported.EntriesTaken));
        Assert.Equal((14, 8), (s_imported.Points, s_imported.PointsTaken));
        Assert.Contains("master.yaml:16:9: dsr1-fp8-h200-sglang: left out: dcp-size: 8: a sweep's file cannot say that", s_imported.Notes);
        Assert.Contains(s_imported.Notes, note => note.Contains("left out: scenario agentic-coding", StringComparison.Ordinal));
        Assert.Contains(s_imported.Notes, note => note.Contains("left out: it has no decode workers", StringComparison.Ordinal));
        Assert.Contains(s_imported.Notes, note => note.Contains("nobody-knows: left out: no recipe for unheard-of among those for the framework sglang", StringComparison.Ordinal));
        Assert.All(s_imported.Notes, note => Assert.Contains($"#   {note}\n", s_imported.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_launched_otherwise_than_the_entry_says_is_said()
    {
        Assert.Contains(s_imported.Notes, note => note.EndsWith("the model is deepseek-ai/DeepSeek-R1-0528, the entry's is someone/else", StringComparison.Ordinal));
        Assert.Contains(s_imported.Notes, note => note.EndsWith("loadgen's router stands where the entry has sglang-router", StringComparison.Ordinal));
        Assert.Contains(s_imported.Notes, note => note.EndsWith("not passed on: prefill.additional-settings: PREFILL_NODES=2", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_of_something_else_is_refused_at_its_first_key() => Assert.Contains(
        "sweep.yaml:1:1: configurations: this is no entry of a master configuration",
        Assert.Throws<ConfigurationException>(() => MasterImporter.Import(Sweep.Small, "sweep.yaml", s_context)).Message, StringComparison.Ordinal);
}
