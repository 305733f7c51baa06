namespace LoadGen.Launching.Plans;

/// <summary>What is to be started: everything decided, nothing started yet.</summary>
public sealed record LaunchPlan
{
    /// <summary>The recipe, such as <c>sglang/dsr1-fp8-h200</c>.</summary>
    public required string Recipe { get; init; }

    /// <summary>The engine: vllm, sglang, trtllm, dynamo, atom, or what a recipe of one's own calls it.</summary>
    public required string Engine { get; init; }

    /// <summary>The SKU's id, such as <c>h200</c>.</summary>
    public required string Sku { get; init; }

    /// <summary>The model as requests name it.</summary>
    public required string Model { get; init; }

    /// <summary>The precision of the weights, such as <c>fp8</c>.</summary>
    public required string Precision { get; init; }

    /// <summary>What the expressions stood for: tp, ep, dp, pp, isl, osl, conc and the recipe's own, by name.</summary>
    public required IReadOnlyDictionary<string, string> Values { get; init; }

    /// <summary>In the order in which they are started.</summary>
    public required IReadOnlyList<WorkerPlan> Workers { get; init; }

    /// <summary>The router; null where requests go to a worker.</summary>
    public RouterPlan? Router { get; init; }

    /// <summary>How many nodes there are in all.</summary>
    public int Nodes => Workers.Max(worker => worker.Node + worker.Nodes);

    /// <summary>Where requests go: the router's port, else the frontend's, else the only engine's.</summary>
    public int Port => Router?.Port
        ?? (Workers.FirstOrDefault(worker => worker.Role == LaunchRole.Frontend) ?? Workers.First(worker => worker.Role == LaunchRole.Engine)).Port;
}
