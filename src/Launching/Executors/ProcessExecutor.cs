using LoadGen.Launching.Plans;

namespace LoadGen.Launching.Executors;

/// <summary>Bare processes of this host. Images, mounts and container flags of the plan mean nothing to it.</summary>
/// <param name="own">How this program starts itself.</param>
public sealed class ProcessExecutor(IReadOnlyList<string> own) : LocalExecutor
{
    /// <inheritdoc/>
    public override ExecutorKind Kind => ExecutorKind.Process;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ProblemsOf(LaunchPlan plan) => [.. LocalNodes.ProblemsOf(plan, "process")];

    /// <inheritdoc/>
    public override IReadOnlyList<PlacedProcess> Place(WorkerPlan worker, RunPlace run, IReadOnlyList<NodePlace> nodes)
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
    public override Task<StartedTrace?> FindTraceAsync(PlacedProcess process, CancellationToken cancellation) => Task.FromResult<StartedTrace?>(StartedTrace.Nothing);

    /// <inheritdoc/>
    public override Task<string?> DigestAsync(string image, CancellationToken cancellation) => Task.FromResult<string?>(null);
}
