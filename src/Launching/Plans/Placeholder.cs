namespace LoadGen.Launching.Plans;

/// <summary>What a plan cannot know before its workers have nodes and folders: stands in a plan's texts until then.</summary>
public static class Placeholder
{
    /// <summary>The address of the node that the process runs on.</summary>
    public const string Address = "%{address}";

    /// <summary>The address of the first node of the process's worker.</summary>
    public const string Leader = "%{leader}";

    /// <summary>The number of the process's node within its worker, from 0.</summary>
    public const string NodeRank = "%{node_rank}";

    /// <summary>The indices of the worker's GPUs on this node, with commas between.</summary>
    public const string Gpus = "%{gpus}";

    /// <summary>The folder of <see cref="WorkerPlan.Files"/> as the process sees it.</summary>
    public const string Files = "%{files}";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Address, Leader, NodeRank, Gpus, Files];
}
