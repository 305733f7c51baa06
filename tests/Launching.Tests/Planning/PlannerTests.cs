using LoadGen.Configuration;
using LoadGen.Economics.Skus;
using LoadGen.Launching.Planning;
using LoadGen.Launching.Plans;
using LoadGen.Launching.Recipes;

namespace LoadGen.Launching.Tests.Planning;

public class PlannerTests
{
    private const string Pair = Samples.Head + """
        router: { protocol: sglang }
        gpus: ${tp}
        parallel: { tp: 4 }
        args: { port: '${port}' }
        roles:
          prefill: { ports: { bootstrap: 1 }, args: { boot: '${bootstrap_port}' } }
          decode: { count: 2, args: { only: decode } }

        """;

    [Fact]
    public void Workers_stand_side_by_side_and_go_on_to_the_next_node()
    {
        LaunchPlan plan = Samples.Plan(Pair);
        Assert.Equal(["prefill-0 node 0: 0,1,2,3", "decode-0 node 0: 4,5,6,7", "decode-1 node 1: 0,1,2,3"], plan.Workers.Select(Place));
        Assert.Equal(2, plan.Nodes);
    }

    [Fact]
    public void A_worker_larger_than_a_node_has_whole_nodes_of_its_own()
    {
        LaunchPlan plan = Samples.Plan(Pair, new PlanRequest { Decode = new RoleRequest { Tp = 16, Workers = 1 } });
        WorkerPlan decode = plan.Workers[1];
        Assert.Equal((1, 2, 8, 3), (decode.Node, decode.Nodes, decode.Gpus.Count, plan.Nodes));
    }

    [Fact]
    public void Ports_are_given_once_and_requests_go_to_the_router()
    {
        LaunchPlan plan = Samples.Plan(Pair, new PlanRequest { Port = 9000 });
        Assert.Equal([9100, 9102, 9103], plan.Workers.Select(worker => worker.Port));
        Assert.Equal(9101, plan.Workers[0].BootstrapPort);
        Assert.Null(plan.Workers[1].BootstrapPort);
        Assert.Equal((9000, 9000), (plan.Port, plan.Router!.Port));
        Assert.Equal(["serve", "--port", "9100", "--boot", "9101"], Samples.Words(plan.Workers[0]));
        Assert.Equal(["serve", "--port", "9103", "--only", "decode"], Samples.Words(plan.Workers[2]));
    }

    [Fact]
    public void An_engine_alone_is_where_requests_go()
    {
        LaunchPlan plan = Samples.Plan(Samples.Head + "args: { port: '${port}' }\n", new PlanRequest { Port = 7000 });
        Assert.Equal(7000, plan.Port);
        Assert.Equal("/v1/completions", plan.Workers[0].Readiness.CanaryPath);
    }

    [Fact]
    public void Half_a_pair_is_not_asked_to_generate() =>
        Assert.All(Samples.Plan(Pair).Workers, worker => Assert.Equal("", worker.Readiness.CanaryPath));

    [Fact]
    public void What_does_not_fill_nodes_is_refused_with_the_numbers()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => Samples.Plan(Pair, new PlanRequest { Prefill = new RoleRequest { Tp = 12 } }));
        Assert.Equal("prefill-0 wants 12 GPUs, which do not fill nodes of 8; accepted: 1 to 8, or a multiple of 8 (tp, pp, dp decide how many it wants)", e.Message);
        e = Assert.Throws<ArgumentException>(() => Samples.Plan(Pair, new PlanRequest { Nodes = 1 }));
        Assert.Equal("decode-1 wants 4 GPUs on node 1, but there are 1 nodes of 8 GPUs; accepted: fewer or smaller workers, or more nodes", e.Message);
    }

    [Theory]
    [InlineData("h100", null, "e/r.yaml:4:1: skus: e/r is not for h100; accepted: h200, or another recipe ('loadgen recipes' says which are for h100)")]
    [InlineData("h200", "fp4", "e/r.yaml:3:1: precisions: e/r has no fp4 weights; accepted: fp8")]
    public void A_combination_that_is_not_is_refused(string sku, string? precision, string problem) =>
        Assert.Equal([problem], Samples.Problems(() => Samples.Plan(Samples.Head, new PlanRequest { Precision = precision }, sku)));

    [Fact]
    public void A_planned_sku_runs_nothing() =>
        Assert.Contains("mi455x is planned", Assert.Throws<ConfigurationException>(
            () => Samples.Plan(Samples.Head.Replace("h200", "mi455x", StringComparison.Ordinal), sku: "mi455x")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_recipe_for_any_sku_needs_none()
    {
        Recipe recipe = Samples.Recipe(Samples.Head.Replace("[h200]", "[any]", StringComparison.Ordinal) + "gpus: 3\n");
        LaunchPlan plan = Planner.Plan(recipe, null, new PlanRequest());
        Assert.Equal(("none", 3), (plan.Sku, plan.Workers[0].Gpus.Count));
    }

    [Theory]
    [InlineData("tp", "--tp 0: accepted: a whole number from 1")]
    [InlineData("port", "--port 0: accepted: 1 to 65535")]
    [InlineData("workers", "--decode-workers -1: accepted: a whole number from 1")]
    public void Impossible_numbers_are_refused(string which, string message)
    {
        PlanRequest request = which switch
        {
            "tp" => new PlanRequest { Tp = 0 },
            "port" => new PlanRequest { Port = 0 },
            _ => new PlanRequest { Decode = new RoleRequest { Workers = -1 } },
        };
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => Samples.Plan(Pair, request)).Message);
    }

    [Fact]
    public void Only_the_plans_own_gpus_are_visible_unless_the_recipe_says_so()
    {
        Assert.Equal("CUDA_VISIBLE_DEVICES=4,5,6,7", Visible(Samples.Plan(Pair).Workers[1]));
        Assert.Equal("CUDA_VISIBLE_DEVICES=all", Visible(Samples.Plan(Pair + "env: { CUDA_VISIBLE_DEVICES: all }\n").Workers[1]));
        Assert.Equal("HIP_VISIBLE_DEVICES=4,5,6,7", Visible(Samples.Plan(Pair.Replace("h200", "mi300x", StringComparison.Ordinal), sku: "mi300x").Workers[1]));
    }

    [Fact]
    public void A_process_of_two_workers_sees_the_gpus_of_both()
    {
        LaunchPlan plan = Planner.Plan(RecipeCatalog.BuiltIn.Get("torch/engine-sglang"), SkuCatalog.BuiltIn.Get("h100"), new PlanRequest());
        Assert.Equal([0], plan.Workers[0].Gpus);
        Assert.Equal([1], plan.Workers[1].Gpus);
        Assert.Equal("CUDA_VISIBLE_DEVICES=0,1", Visible(plan.Workers[0]));
        Assert.Equal("prefill-0", plan.Workers[1].ServedBy);
        Assert.Empty(plan.Workers[1].Command);
        int option = Array.IndexOf(Samples.Words(plan.Workers[0]), "--decode-port");
        Assert.Equal(plan.Workers[1].Port.ToString(System.Globalization.CultureInfo.InvariantCulture), Samples.Words(plan.Workers[0])[option + 1]);
    }

    [Fact]
    public void A_model_is_mounted_where_it_is()
    {
        LaunchPlan plan = Samples.Plan(Samples.Head + "image: i\nargs: { m: '${model_path}' }\n", new PlanRequest { ModelPath = "/models/m", HfHome = "/hf", Image = "mine:1" });
        Assert.Equal([("/models/m", true), ("/hf", false)], plan.Workers[0].Mounts.Select(mount => (mount.ContainerPath, mount.IsReadOnly)));
        Assert.Equal(["serve", "--m", "/models/m"], Samples.Words(plan.Workers[0]));
        Assert.Equal(new PlanText("mine:1", "--image"), plan.Workers[0].Image);
        Assert.Contains("--gpus=all", plan.Workers[0].ContainerFlags.Select(flag => flag.Text));
    }

    [Fact]
    public void An_image_is_given_to_a_recipe_without_and_not_to_roles_that_run_bare_by_design()
    {
        LaunchPlan bare = Samples.Plan(Samples.Head, new PlanRequest { Image = "mine:1", ModelPath = "/m" });
        Assert.Equal(new PlanText("mine:1", "--image"), bare.Workers[0].Image);
        Assert.Equal("/m", Assert.Single(bare.Workers[0].Mounts).HostPath);
        LaunchPlan half = Samples.Plan(Pair.Replace("count: 2", "count: 1, image: i", StringComparison.Ordinal), new PlanRequest { Image = "mine:1" });
        Assert.Equal([null, "mine:1"], half.Workers.Select(worker => worker.Image?.Text));
        Assert.Equal(
            "--image: '-x' is no image's name; accepted: a name such as registry/engine:1.0",
            Assert.Throws<ArgumentException>(() => Samples.Plan(Samples.Head, new PlanRequest { Image = "-x" })).Message);
    }

    [Fact]
    public void What_is_asked_of_workers_that_a_recipe_lacks_is_refused()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => Samples.Plan(Samples.Head, new PlanRequest { Decode = new RoleRequest { Tp = 2, Workers = 3 } }));
        Assert.Equal("--decode-tp, --decode-workers: e/r has no decode workers; accepted: --tp, --ep, --dp, --pp, or a recipe that 'loadgen recipes' lists as disaggregated", e.Message);
    }

    private static string Visible(WorkerPlan worker) =>
        string.Join(' ', worker.Environment.Where(variable => variable.Name.EndsWith("_VISIBLE_DEVICES", StringComparison.Ordinal)).Select(variable => $"{variable.Name}={variable.Value}"));

    private static string Place(WorkerPlan worker) => $"{worker.Name} node {worker.Node}: {string.Join(',', worker.Gpus)}";
}
