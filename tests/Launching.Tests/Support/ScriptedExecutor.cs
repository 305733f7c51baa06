using LoadGen.Launching.Executors;
using LoadGen.Launching.Plans;

namespace LoadGen.Launching.Tests.Support;

/// <summary>An executor on this host that answers what a test says, call by call.</summary>
/// <param name="trace">What the nth search for a trace finds, from 1.</param>
internal sealed class ScriptedExecutor(Func<int, StartedTrace?> trace) : LocalExecutor
{
    private int _searches;

    public int Searches => Volatile.Read(ref _searches);

    public override ExecutorKind Kind => ExecutorKind.Docker;

    public override IReadOnlyList<string> ProblemsOf(LaunchPlan plan) => [];

    public override IReadOnlyList<PlacedProcess> Place(WorkerPlan worker, RunPlace run, IReadOnlyList<NodePlace> nodes) => [Placed(worker)];

    public override Task<StartedTrace?> FindTraceAsync(PlacedProcess process, CancellationToken cancellation) => Task.FromResult(trace(Interlocked.Increment(ref _searches)));

    public override Task<string?> DigestAsync(string image, CancellationToken cancellation) => Task.FromResult<string?>(null);

    public static PlacedProcess Placed(WorkerPlan worker) => new()
    {
        Name = worker.Name,
        Worker = worker,
        Nodes = [NodePlace.Local],
        Command = ["engine"],
        Environment = [],
        LaunchWords = ["engine"],
        LaunchEnvironment = new Dictionary<string, string>(),
    };
}
