using LoadGen.Launching.Executors;

namespace LoadGen.Launching.Life;

/// <summary>Asks for the plan's nodes, and waits until they are there.</summary>
internal sealed class NodeWait(LaunchScope scope, UnitStarter starter)
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);

    /// <returns>The nodes, in the order in which workers count them.</returns>
    /// <exception cref="LaunchException">They do not come.</exception>
    public async Task<IReadOnlyList<NodePlace>> RunAsync(CancellationToken cancellation)
    {
        if (scope.Executor.Holder(scope.Plan, scope.Run) is { } holder)
        {
            starter.Start(holder);
            scope.Services.Say($"waiting for {scope.Plan.Nodes} node{(scope.Plan.Nodes == 1 ? "" : "s")} ({scope.Run.JobName})");
        }

        IReadOnlyList<NodePlace> nodes = await FindAsync(cancellation);
        scope.Keeper.SetNodes(nodes);
        await NodeClocks.CheckAsync(scope.Executor, scope.Services, scope.Plan, nodes, cancellation);
        return nodes;
    }

    private async Task<IReadOnlyList<NodePlace>> FindAsync(CancellationToken cancellation)
    {
        long start = scope.Services.Time.GetTimestamp();
        using var timer = new PeriodicTimer(s_period, scope.Services.Time);
        IReadOnlyList<NodePlace>? nodes;
        while ((nodes = await scope.Executor.FindNodesAsync(scope.Plan, scope.Run, cancellation)) is null)
        {
            if (scope.Services.Time.GetElapsedTime(start) > scope.Options.QueueLimit)
            {
                throw new LaunchException(LaunchError.NotReady, $"the job {scope.Run.JobName} was given no nodes within {scope.Options.QueueLimit.TotalMinutes:0} min: squeue --name={scope.Run.JobName} --start says what it waits for, --slurm-wait waits longer");
            }

            await timer.WaitForNextTickAsync(cancellation);
        }

        return nodes;
    }
}
