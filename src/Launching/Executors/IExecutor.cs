using LoadGen.Launching.Plans;

namespace LoadGen.Launching.Executors;

/// <summary>Turns a plan's workers into processes to start.</summary>
public interface IExecutor
{
    /// <summary>Which one it is.</summary>
    ExecutorKind Kind { get; }

    /// <summary>What of the plan it cannot do: known before anything is started.</summary>
    IReadOnlyList<string> ProblemsOf(LaunchPlan plan);

    /// <summary>What has to run first, and as long as the workers do: a job that holds the nodes. Null for nothing.</summary>
    PlacedProcess? Holder(LaunchPlan plan, RunPlace run);

    /// <summary>The plan's nodes, once they are there.</summary>
    /// <returns>As many as the plan has; null while they are not there yet.</returns>
    /// <exception cref="LaunchException">They will not come, and why.</exception>
    Task<IReadOnlyList<NodePlace>?> FindNodesAsync(LaunchPlan plan, RunPlace run, CancellationToken cancellation);

    /// <summary>What nodes are called before they are there, for <c>--dry-run</c>.</summary>
    IReadOnlyList<NodePlace> NodesToCome(LaunchPlan plan);

    /// <summary>Gets a worker's image ready, where that is the executor's to do.</summary>
    /// <exception cref="LaunchException">It cannot be had, and why.</exception>
    Task PrepareAsync(LaunchPlan plan, RunPlace run, IReadOnlyList<NodePlace> nodes, CancellationToken cancellation);

    /// <summary>The processes of a worker.</summary>
    IReadOnlyList<PlacedProcess> Place(WorkerPlan worker, RunPlace run, IReadOnlyList<NodePlace> nodes);

    /// <summary>What only shows once a process runs: more to watch, and more to do at the end.</summary>
    /// <returns>Null while it does not show yet.</returns>
    Task<StartedTrace?> FindTraceAsync(PlacedProcess process, CancellationToken cancellation);

    /// <summary>The digest of an image; null where it has none.</summary>
    Task<string?> DigestAsync(string image, CancellationToken cancellation);
}
