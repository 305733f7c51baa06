using LoadGen.Launching.Plans;

namespace LoadGen.Launching.Executors;

/// <summary>Bare processes of this host. Images, mounts and container flags of the plan mean nothing to it.</summary>
/// <param name="own">How this program starts itself.</param>
public sealed class ProcessExecutor(IReadOnlyList<string> own) : IExecutor
{
    /// <inheritdoc/>
    public ExecutorKind Kind => ExecutorKind.Process;

    /// <inheritdoc/>
    public IReadOnlyList<string> ProblemsOf(LaunchPlan plan) => [.. LocalNodes.ProblemsOf(plan, "process")];

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
    public IReadOnlyList<PlacedProcess> Place(WorkerPlan worker, RunPlace run, IReadOnlyList<NodePlace> nodes)
    {
        ArgumentNullException.ThrowIfNull(worker);
        ArgumentNullException.ThrowIfNull(run);
        PlaceholderValues values = Placing.ValuesOf(worker, nodes, 0, run.FilesOf(worker.Name));
        IReadOnlyList<string> command = Placing.FillBare(worker.Command, values, own);
        IReadOnlyList<KeyValuePair<string, string?>> environment = Placing.Fill(worker.Environment, values);
        return
        [
            new PlacedProcess
            {
                Name = worker.Name,
                Worker = worker,
                Nodes = [nodes[worker.Node]],
                Command = command,
                Environment = environment,
                Files = Placing.Fill(worker.Files, values),
                LaunchWords = command,
                LaunchEnvironment = Placing.SetFor(environment, run, worker.Name),
            },
        ];
    }

    /// <inheritdoc/>
    public Task<StartedTrace?> FindTraceAsync(PlacedProcess process, CancellationToken cancellation) => Task.FromResult<StartedTrace?>(StartedTrace.Nothing);

    /// <inheritdoc/>
    public Task<string?> DigestAsync(string image, CancellationToken cancellation) => Task.FromResult<string?>(null);
}
