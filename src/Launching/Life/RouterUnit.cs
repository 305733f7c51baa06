using System.Globalization;
using System.Text;
using LoadGen.Launching.Executors;
using LoadGen.Launching.Plans;

namespace LoadGen.Launching.Life;

/// <summary>The router as something to start: <c>loadgen route</c> with a configuration made from the plan.</summary>
public static class RouterUnit
{
    /// <summary>Its name in logs and in the manifest.</summary>
    public const string Name = "router";

    private const string FileName = "router.yaml";

    // Its own stages take no time but the canary, which goes through both pools and compiles what is left to compile there.
    private static readonly ReadinessPlan s_readiness = new()
    {
        HealthPath = "/ready",
        ModelsPath = "",
        PortLimit = TimeSpan.FromMinutes(1),
        HealthLimit = TimeSpan.FromMinutes(1),
    };

    /// <summary>The worker that it is.</summary>
    /// <param name="plan">The plan, which has a router.</param>
    /// <param name="own">How <c>loadgen</c> starts itself.</param>
    /// <param name="nodes">The plan's nodes.</param>
    public static WorkerPlan Of(LaunchPlan plan, IReadOnlyList<string> own, IReadOnlyList<NodePlace> nodes)
    {
        ArgumentNullException.ThrowIfNull(plan);
        RouterPlan router = plan.Router ?? throw new ArgumentException("the plan has no router", nameof(plan));
        string origin = router.Origin;
        return new WorkerPlan
        {
            Name = Name,
            Role = LaunchRole.Frontend,
            Command = [.. own.Append("route").Append($"{Placeholder.Files}/{FileName}").Select(word => new PlanText(word, origin))],
            Files = [new PlanFile(FileName, Configuration(plan, router, nodes), origin)],
            Port = router.Port,
            Readiness = s_readiness with { CanaryPath = plan.Workers.Select(worker => worker.Readiness.CanaryPath).FirstOrDefault(path => path.Length > 0) ?? new ReadinessPlan().CanaryPath },
        };
    }

    /// <summary>The configuration file.</summary>
    public static string Configuration(LaunchPlan plan, RouterPlan router, IReadOnlyList<NodePlace> nodes)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(router);
        ArgumentNullException.ThrowIfNull(nodes);
        // One host's pair is nobody else's; on a cluster whoever measures is on another node.
        string listen = nodes[0] == NodePlace.Local ? nodes[0].Address : "0.0.0.0";
        var yaml = new StringBuilder();
        yaml.AppendLine(CultureInfo.InvariantCulture, $"# Made by loadgen launch from {plan.Recipe}.");
        yaml.AppendLine(CultureInfo.InvariantCulture, $"listen: '{listen}:{router.Port}'");
        yaml.AppendLine(CultureInfo.InvariantCulture, $"protocol: {router.Protocol}");
        yaml.AppendLine("telemetry: {access_log: none}");
        yaml.AppendLine("pools:");
        Pool(yaml, "prefill", plan.Workers.Where(worker => worker.Role == LaunchRole.Prefill), nodes);
        Pool(yaml, "decode", plan.Workers.Where(worker => worker.Role == LaunchRole.Decode), nodes);
        return yaml.ToString();
    }

    private static void Pool(StringBuilder yaml, string name, IEnumerable<WorkerPlan> workers, IReadOnlyList<NodePlace> nodes)
    {
        yaml.AppendLine(CultureInfo.InvariantCulture, $"  {name}:");
        yaml.AppendLine("    workers:");
        foreach (WorkerPlan worker in workers)
        {
            int ranks = worker.Gpus.Count * worker.Nodes;
            yaml.AppendLine(CultureInfo.InvariantCulture,
                $"      - {{url: 'http://{nodes[worker.Node].Address}:{worker.Port}'{(worker.BootstrapPort is { } port ? $", bootstrap_port: {port}" : "")}{(ranks > 1 ? $", tp_size: {ranks}" : "")}}}");
        }
    }
}
