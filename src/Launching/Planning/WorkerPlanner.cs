using LoadGen.Configuration;
using LoadGen.Economics.Skus;
using LoadGen.Launching.Expressions;
using LoadGen.Launching.Plans;
using LoadGen.Launching.Recipes;

namespace LoadGen.Launching.Planning;

/// <summary>Plans workers one after the other, each where the last left room.</summary>
internal sealed class WorkerPlanner(Recipe recipe, Sku? sku, PlanRequest request, SetOptions set)
{
    private readonly GpuPlacement _gpus = new(request.GpusPerNode ?? sku?.GpusPerNode, request.Nodes);
    private readonly PortAllocation _ports = new(request.Port);
    private readonly HashSet<string> _planned = new(StringComparer.Ordinal);

    // A recipe with an image for some of its roles means the others to run without.
    private readonly bool _isImageNamed = recipe.Root.Entry("image") is not null
        || recipe.Root.Section("roles").Entries.Any(role => role.Value is RecipeMap map && map.Entry("image") is not null);

    /// <summary>Plans the next worker of a role.</summary>
    public WorkerPlan Plan(RolePlan role, int index)
    {
        string name = $"{role.Name}-{index}";
        string? servedBy = role.Own.Text("served_by") is { } other ? $"{other}-{index}" : null;
        if (servedBy is not null && !_planned.Contains(servedBy))
        {
            throw new ConfigurationException([recipe.ProblemAt("roles", $"{name} is served by {servedBy}, which is not there before it; accepted: as many workers of both roles, the serving one being {string.Join(" or ", _planned)}")]);
        }

        (int node, int nodes, IReadOnlyList<int> gpus) = _gpus.Place(name, role.Gpus);
        var evaluator = new PlanEvaluator(role.Scope.Inner());
        ExpressionScope scope = evaluator.Scope;
        scope["worker"] = ExpressionValue.Of((long)index);
        scope["nodes"] = ExpressionValue.Of((long)nodes);
        scope["local_gpus"] = ExpressionValue.Of((long)gpus.Count);
        List<(string Name, int Port)> ports = TakePorts(role, name, evaluator);
        _planned.Add(name);
        foreach ((string portName, int port) in ports)
        {
            scope[portName] = ExpressionValue.Of((long)port);
        }

        var writer = new WorkerWriter(role, WithPeersPorts(role, index, evaluator), set);
        PlanText? image = writer.Image(request.Image, _isImageNamed);
        return new WorkerPlan
        {
            Name = name,
            Role = role.Role,
            ServedBy = servedBy,
            Command = servedBy is null ? writer.Command() : [],
            Environment = servedBy is null ? writer.Environment() : [],
            Files = servedBy is null ? writer.Files() : [],
            Image = image,
            ContainerFlags = image is null ? [] : [.. SkuFlags(), .. writer.List("container_flags")],
            Mounts = image is null ? [] : Mounts(),
            Node = node,
            Nodes = nodes,
            Gpus = gpus,
            Port = ports[0].Port,
            BootstrapPort = ports.Where(port => port.Name == "bootstrap_port").Select(port => (int?)port.Port).FirstOrDefault(),
            Readiness = writer.Readiness(role.Name is "prefill" or "decode"),
        };
    }

    private List<(string Name, int Port)> TakePorts(RolePlan role, string worker, PlanEvaluator evaluator)
    {
        // Before a pair stand the router or the frontend; an engine alone is where requests go.
        bool isFront = role.Name == "frontend" || (role.Name == "engine" && recipe.Root.Section("roles").Entry("frontend") is null);
        List<(string Name, int Port)> ports = [("port", isFront ? _ports.Front : _ports.TakeFor(worker))];
        foreach (RecipeEntry entry in role.Merged.Section("ports").Entries)
        {
            ports.Add(($"{entry.Key}_port", _ports.Take(evaluator.Whole((RecipeScalar)entry.Value, $"ports.{entry.Key}", 1, PortAllocation.PortMax))));
        }

        return ports;
    }

    // A process that serves another worker too must be told that one's port: its ports are taken here, before it is planned.
    private PlanEvaluator WithPeersPorts(RolePlan role, int index, PlanEvaluator evaluator)
    {
        foreach (RecipeEntry other in recipe.Root.Section("roles").Entries.Where(entry => ((RecipeMap)entry.Value).Text("served_by") == role.Name))
        {
            evaluator.Scope[$"{other.Key}_port"] = ExpressionValue.Of((long)_ports.Reserve($"{other.Key}-{index}"));
        }

        return evaluator;
    }

    private IEnumerable<PlanText> SkuFlags() => sku is null ? [] : sku.ContainerFlags.Select(flag => new PlanText(flag, $"configs/skus/{sku.Id}.yaml"));

    private List<PlanMount> Mounts()
    {
        var mounts = new List<PlanMount>();
        if (request.ModelPath is { } model)
        {
            mounts.Add(new PlanMount(model, model, IsReadOnly: true, "--model-path"));
        }

        if (request.HfHome is { } cache)
        {
            mounts.Add(new PlanMount(cache, cache, IsReadOnly: false, "HF_HOME"));
        }

        return mounts;
    }
}
