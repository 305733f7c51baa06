using LoadGen.Launching.Plans;

namespace LoadGen.Launching.Executors;

/// <summary>What executors on this host have in common: its nodes are there already, and nothing holds them.</summary>
public abstract class LocalExecutor : IExecutor
{
    /// <inheritdoc/>
    public abstract ExecutorKind Kind { get; }

    /// <inheritdoc/>
    public abstract IReadOnlyList<string> ProblemsOf(LaunchPlan plan);

    /// <inheritdoc/>
    public PlacedProcess? Holder(LaunchPlan plan, RunPlace run) => null;

    /// <inheritdoc/>
    public Task<IReadOnlyList<NodePlace>?> FindNodesAsync(LaunchPlan plan, RunPlace run, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<NodePlace>?>(LocalNodes.Of(plan));

    /// <inheritdoc/>
    public IReadOnlyList<NodePlace> NodesToCome(LaunchPlan plan) => LocalNodes.Of(plan);

    /// <inheritdoc/>
    public Task PrepareAsync(LaunchPlan plan, RunPlace run, IReadOnlyList<NodePlace> nodes, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public abstract IReadOnlyList<PlacedProcess> Place(WorkerPlan worker, RunPlace run, IReadOnlyList<NodePlace> nodes);

    /// <inheritdoc/>
    public abstract Task<StartedTrace?> FindTraceAsync(PlacedProcess process, CancellationToken cancellation);

    /// <inheritdoc/>
    public abstract Task<string?> DigestAsync(string image, CancellationToken cancellation);
}
