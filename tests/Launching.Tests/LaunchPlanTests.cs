using LoadGen.Launching.Plans;

namespace LoadGen.Launching.Tests;

public class LaunchPlanTests
{
    [Fact]
    public void Requests_go_to_the_router_else_to_the_frontend_else_to_the_engine()
    {
        LaunchPlan engine = Plan(Worker(LaunchRole.Engine, 8000));
        Assert.Equal(8000, engine.Port);
        Assert.Equal(8001, Plan(Worker(LaunchRole.Engine, 8000), Worker(LaunchRole.Frontend, 8001)).Port);
        Assert.Equal(9000, (engine with { Router = new RouterPlan("sglang", 9000, "here") }).Port);
    }

    [Fact]
    public void A_plan_has_as_many_nodes_as_its_last_worker_reaches()
    {
        LaunchPlan plan = Plan(Worker(LaunchRole.Prefill, 8000) with { Nodes = 2 }, Worker(LaunchRole.Decode, 8000) with { Node = 2, Nodes = 3 });
        Assert.Equal(5, plan.Nodes);
    }

    private static LaunchPlan Plan(params IReadOnlyList<WorkerPlan> workers) => new()
    {
        Recipe = "r",
        Engine = "e",
        Sku = "h200",
        Model = "m",
        Precision = "fp8",
        Values = new Dictionary<string, string>(),
        Workers = workers,
    };

    private static WorkerPlan Worker(LaunchRole role, int port) => new() { Name = "w", Role = role, Command = [], Port = port };
}
