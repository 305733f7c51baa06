using LoadGen.Launching.Executors;
using LoadGen.Launching.Manifests;
using LoadGen.Launching.Plans;
using LoadGen.Launching.Readiness;
using LoadGen.Launching.Supervising;

namespace LoadGen.Launching.Life;

/// <summary>The way from nothing to serving: nodes, workers, their readiness, the router, and those who watch from then on.</summary>
internal sealed class BringUp(LaunchScope scope)
{
    private readonly UnitStarter _starter = new(scope);
    private readonly ReadinessWait _waiting = new(scope.Services.Probe, scope.Services.Time, scope.Services.Say);
    private IReadOnlyList<NodePlace> _nodes = [];

    /// <summary>Brings everything up.</summary>
    /// <returns>Where requests go.</returns>
    /// <exception cref="LaunchException">Something failed on the way; what was started still runs.</exception>
    public async Task<Uri> RunAsync(CancellationToken cancellation)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task death = scope.Failures.CancelAsync(giveUp);
        try
        {
            _nodes = await new NodeWait(scope, _starter).RunAsync(giveUp.Token);
            await scope.Executor.PrepareAsync(scope.Plan, scope.Run, _nodes, giveUp.Token);
            foreach (WorkerPlan worker in scope.Plan.Workers.Where(worker => worker.ServedBy is null))
            {
                await _starter.StartAsync(worker, _nodes, giveUp.Token);
            }

            await WaitForAllAsync(scope.Plan.Workers.Select(TargetOf), giveUp);
            if (scope.Plan.Router is not null)
            {
                WorkerPlan router = RouterUnit.Of(scope.Plan, scope.Services.Own, _nodes);
                await _starter.StartAsync(router, _nodes, giveUp.Token);
                await WaitForAsync(TargetOf(router), giveUp.Token);
            }

            return await MarkReadyAsync(giveUp.Token);
        }
        catch (OperationCanceledException) when (scope.Failures.First.IsCompleted && !cancellation.IsCancellationRequested)
        {
            throw await scope.Failures.First;
        }
        finally
        {
            await giveUp.CancelAsync();
            await death;
        }
    }

    private async Task WaitForAsync(ServiceTarget target, CancellationToken cancellation)
    {
        try
        {
            await _waiting.RunAsync(target, cancellation);
        }
        catch (LaunchException e)
        {
            throw new LaunchException(e.Error, e.Message, scope.Failures.TailOf(target.Log), e);
        }
    }

    private async Task WaitForAllAsync(IEnumerable<ServiceTarget> targets, CancellationTokenSource giveUp)
    {
        List<Task> tasks = [.. targets.Select(target => WaitForAsync(target, giveUp.Token))];
        while (tasks.Count > 0)
        {
            Task first = await Task.WhenAny(tasks);
            tasks.Remove(first);
            if (!first.IsCompletedSuccessfully)
            {
                // One that fails is enough: nobody waits half an hour for the others.
                await giveUp.CancelAsync();
                await Task.WhenAll(tasks).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                await first;
            }
        }
    }

    private async Task<Uri> MarkReadyAsync(CancellationToken cancellation)
    {
        IReadOnlyList<LaunchUnit> units = scope.Keeper.Units;
        foreach (LaunchUnit unit in units)
        {
            unit.Supervised?.Send(new SupervisorCommand(SupervisorCommand.Ready));
        }

        // Before anyone is told that it serves: a process that dies from then on is missed.
        await Task.WhenAll(units.Select(unit => unit.Noted)).WaitAsync(cancellation);
        scope.Failures.MarkReady();
        // The router runs on the first node.
        int node = scope.Plan.Router is null ? scope.Plan.Workers.First(worker => worker.Port == scope.Plan.Port).Node : 0;
        var url = new UriBuilder("http", _nodes[node].Address, scope.Plan.Port).Uri;
        DateTimeOffset now = scope.Services.Time.GetUtcNow();
        scope.Keeper.Update(manifest => manifest with { State = LaunchState.Ready, ReadyAt = now, Url = url.ToString().TrimEnd('/') });
        var watch = new HealthWatch(scope.Services.Probe, scope.Services.Time);
        foreach (WorkerPlan worker in scope.Plan.Workers.Where(worker => worker.Readiness.HealthPath.Length > 0))
        {
            scope.Background.Add(WatchAsync(watch, worker));
        }

        return url;
    }

    private async Task WatchAsync(HealthWatch watch, WorkerPlan worker)
    {
        try
        {
            string problem = await watch.RunAsync(TargetOf(worker), scope.Background.Stop);
            scope.Failures.Report(UnitOf(worker), problem);
        }
        catch (OperationCanceledException)
        {
            // The launch is over.
        }
    }

    private ServiceTarget TargetOf(WorkerPlan worker) => new(
        worker.Name, new UriBuilder("http", _nodes[worker.Node].Address, worker.Port).Uri, scope.Plan.Model, worker.Readiness, UnitOf(worker).Log);

    // The process that serves the worker: of several nodes, the first.
    private LaunchUnit UnitOf(WorkerPlan worker) => scope.Keeper.Units.First(unit => unit.Placed.Worker.Name == (worker.ServedBy ?? worker.Name));
}
