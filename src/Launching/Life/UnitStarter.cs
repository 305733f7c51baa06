using LoadGen.Launching.Executors;
using LoadGen.Launching.Plans;

namespace LoadGen.Launching.Life;

/// <summary>Starts units, each written down before it is started.</summary>
internal sealed class UnitStarter(LaunchScope scope)
{
    private readonly UnitTrace _trace = new(scope.Executor, scope.Services);

    /// <summary>Starts all processes of a worker.</summary>
    public async Task StartAsync(WorkerPlan worker, IReadOnlyList<NodePlace> nodes, CancellationToken cancellation)
    {
        foreach (PlacedProcess placed in scope.Executor.Place(worker, scope.Run, nodes))
        {
            PlacedFiles.Write(placed, scope.Run);
            LaunchUnit unit = Start(placed);
            if (placed.Image is { } image)
            {
                unit.ImageDigest = await ImageDigest.ReadAsync(scope.Executor, image, scope.Services.Say, cancellation);
            }

            scope.Background.Add(_trace.FindAsync(unit, scope.Background.Stop));
        }
    }

    /// <summary>Starts one process under a supervisor.</summary>
    public LaunchUnit Start(PlacedProcess placed)
    {
        var unit = new LaunchUnit(placed, scope.Run, scope.Mask);
        unit.Failed += message => scope.Failures.Report(unit, message);
        scope.Keeper.Add(unit);
        // Its name, its container and how it is ended are known: a launcher that is killed at once leaves nothing unnamed.
        scope.Keeper.WriteOrThrow();
        unit.Start(scope.Services, scope.Options.Grace);
        return unit;
    }
}
