namespace LoadGen.Launching.Plans;

/// <summary>One worker: an engine's process on one node, or one process on each of several nodes.</summary>
public sealed record WorkerPlan
{
    /// <summary>Such as <c>engine-0</c>, <c>prefill-1</c>: names its logs, container and job step.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    public required LaunchRole Role { get; init; }

    /// <summary>The program and its arguments, a word each; empty where <see cref="ServedBy"/> names another worker.</summary>
    public required IReadOnlyList<PlanText> Command { get; init; }

    /// <summary>
    /// The worker whose process is this one's too, as a small engine serves prefill and decode from one process. Nothing is started then,
    /// but it has a port, GPUs and readiness of its own. Null for a worker with its own process.
    /// </summary>
    public string? ServedBy { get; init; }

    /// <summary>What is set for it, on top of the environment that the executor gives.</summary>
    public IReadOnlyList<PlanVariable> Environment { get; init; } = [];

    /// <summary>Files written for it.</summary>
    public IReadOnlyList<PlanFile> Files { get; init; } = [];

    /// <summary>The container image; null for a worker that is a bare process.</summary>
    public PlanText? Image { get; init; }

    /// <summary>Options of <c>docker run</c> that the SKU and the recipe want, a word each.</summary>
    public IReadOnlyList<PlanText> ContainerFlags { get; init; } = [];

    /// <summary>Folders that the container sees.</summary>
    public IReadOnlyList<PlanMount> Mounts { get; init; } = [];

    /// <summary>The index of its first node, from 0. Workers of one plan may share a node.</summary>
    public int Node { get; init; }

    /// <summary>How many nodes it spans, from <see cref="Node"/> on.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>The indices of its GPUs on each of its nodes; empty for a worker without.</summary>
    public IReadOnlyList<int> Gpus { get; init; } = [];

    /// <summary>The port it takes requests at, on its first node.</summary>
    public required int Port { get; init; }

    /// <summary>Where a prefill worker is found by decode, for engines that have such a port; null otherwise.</summary>
    public int? BootstrapPort { get; init; }

    /// <summary>When it serves.</summary>
    public ReadinessPlan Readiness { get; init; } = new();
}
