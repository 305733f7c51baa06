using LoadGen.Launching.Executors;
using LoadGen.Launching.Manifests;
using LoadGen.Launching.Plans;
using LoadGen.Launching.Programs;
using LoadGen.Launching.Readiness;
using LoadGen.Launching.Supervising;

namespace LoadGen.Launching.Life;

/// <summary>
/// One launch, from preflight to teardown. However it ends, what it started is ended with it: by <see cref="StopAsync"/>, or by the
/// supervisors when this process is gone.
/// </summary>
public sealed class LaunchSession : IAsyncDisposable
{
    private static readonly TimeSpan s_traceRetry = TimeSpan.FromSeconds(5);

    private readonly LaunchPlan _plan;
    private readonly IExecutor _executor;
    private readonly LaunchOptions _options;
    private readonly LaunchServices _services;
    private readonly RunPlace _run;
    private readonly ManifestKeeper _keeper;
    private readonly SecretMask _mask;
    private readonly TaskCompletionSource<LaunchException> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _watching = new();
    private readonly List<Task> _background = [];
    private IReadOnlyList<NodePlace> _nodes = [];
    private volatile bool _isReady;
    private volatile bool _isStopping;
    private bool _isStopped;
    private IReadOnlyList<string> _left = [];

    private LaunchSession(LaunchPlan plan, IExecutor executor, LaunchOptions options, LaunchServices services)
    {
        (_plan, _executor, _options, _services) = (plan, executor, options, services);
        _run = new RunPlace(options.Id, Path.GetFullPath(options.Folder));
        _mask = SecretMask.Of(plan);
        ProcessIdentity self = services.Processes.Read(Environment.ProcessId)?.Identity ?? new ProcessIdentity(Environment.ProcessId, 0);
        _keeper = new ManifestKeeper(_run.Folder, plan, FirstManifest.Of(plan, executor, options, services, _run, self), _mask, services.Say);
    }

    /// <summary>Where requests go.</summary>
    public Uri Url => new UriBuilder("http", _nodes[_plan.Router is null ? FrontWorker.Node : 0].Address, _plan.Port).Uri;

    /// <summary>The run's folder, a full path.</summary>
    public string Folder => _run.Folder;

    /// <summary>What it has come to.</summary>
    public LaunchManifest Manifest => _keeper.Current;

    /// <summary>Completes when the engine has failed after it served.</summary>
    public Task<LaunchException> Failed => _failed.Task;

    private WorkerPlan FrontWorker => _plan.Workers.First(worker => worker.Port == _plan.Port);

    /// <summary>Starts everything and waits until it serves.</summary>
    /// <param name="plan">What is to be started.</param>
    /// <param name="executor">By what.</param>
    /// <param name="options">How.</param>
    /// <param name="services">With what.</param>
    /// <param name="cancellation">Ends what has been started, and gives up.</param>
    /// <param name="atOnce">Ends it without giving it time.</param>
    /// <exception cref="LaunchException">It does not serve. What was started has been ended; where that failed, the message says so.</exception>
    public static async Task<LaunchSession> StartAsync(
        LaunchPlan plan, IExecutor executor, LaunchOptions options, LaunchServices services, CancellationToken cancellation, CancellationToken atOnce = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(executor);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(services);
        if (executor.ProblemsOf(plan) is { Count: > 0 } problems)
        {
            throw new LaunchException(LaunchError.Unusable, problems[0], [.. problems.Skip(1)]);
        }

        RunFolder.Claim(options.Folder);
        var session = new LaunchSession(plan, executor, options, services);
        try
        {
            // Before the preflight, which takes seconds: the next launch that wants this folder finds it taken.
            session._keeper.WriteOrThrow();
            Dictionary<string, string> versions = await new LaunchPreflight(plan, executor, options, services, session.Folder).RunAsync(cancellation);
            session._keeper.Update(manifest => manifest with { State = LaunchState.Starting, Versions = versions });
            session._background.Add(session._keeper.RunAsync(services.Time, session._watching.Token));
            await session.BringUpAsync(cancellation);
            return session;
        }
        catch (Exception e)
        {
            string why = e is OperationCanceledException ? "interrupted before it served" : e.Message;
            IReadOnlyList<string> left = await session.StopAsync(atOnce, why);
            await session.DisposeAsync();
            if (left.Count > 0)
            {
                throw new LaunchException((e as LaunchException)?.Error ?? LaunchError.Died, why, [.. (e as LaunchException)?.Details ?? [], .. left], e);
            }

            throw;
        }
    }

    /// <summary>Ends everything that was started, and waits until the GPUs are free again.</summary>
    /// <param name="atOnce">Cancelled: no time to end in good order.</param>
    /// <param name="failure">Why, when it is not by intent.</param>
    /// <returns>What could not be ended: empty when everything is over.</returns>
    public async Task<IReadOnlyList<string>> StopAsync(CancellationToken atOnce, string? failure = null)
    {
        if (_isStopped)
        {
            return _left;
        }

        _isStopping = true;
        _isStopped = true;
        await _watching.CancelAsync();
        await EndBackgroundAsync();
        _keeper.Update(manifest => manifest with { State = LaunchState.Stopping });
        IReadOnlyList<LaunchUnit> units = _keeper.Units;
        // The router first, so that engines see their requests end; whatever holds the nodes last.
        _left = await new Teardown(_services, _run, _options).RunAsync(units, atOnce);
        await new GpuRelease(_services, _plan, _options, _executor.Kind).WaitAsync(units, atOnce);
        DateTimeOffset now = _services.Time.GetUtcNow();
        string[] reasons = [.. failure is null ? (string[])[] : [failure], .. _left];
        _keeper.Update(manifest => manifest with
        {
            // What is not over stays this launch's: --stop tries again, and nobody takes the folder meanwhile.
            State = _left.Count > 0 ? LaunchState.Stopping : failure is null ? LaunchState.Stopped : LaunchState.Failed,
            Failure = reasons.Length == 0 ? null : _mask.Apply(string.Join("; ", reasons)),
            EndedAt = _left.Count > 0 ? null : now,
        });
        return _left;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        foreach (LaunchUnit unit in _keeper.Units)
        {
            unit.Supervised?.Dispose();
        }

        _watching.Dispose();
    }

    // Whatever became of those who watched: the teardown comes.
    private async Task EndBackgroundAsync()
    {
        foreach (Task task in _background)
        {
            await task.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            if (task.Exception is { } e)
            {
                _services.Say($"a watch broke off: {_mask.Apply(e.GetBaseException().Message)}");
            }
        }
    }

    private async Task BringUpAsync(CancellationToken cancellation)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task death = CancelOnFailureAsync(giveUp);
        try
        {
            await HoldNodesAsync(giveUp.Token);
            await _executor.PrepareAsync(_plan, _run, _nodes, giveUp.Token);
            List<LaunchUnit> units = [];
            foreach (WorkerPlan worker in _plan.Workers.Where(worker => worker.ServedBy is null))
            {
                units.AddRange(await StartAsync(worker, giveUp.Token));
            }

            var waiting = new ReadinessWait(_services.Probe, _services.Time, _services.Say);
            await WaitForAllAsync(waiting, _plan.Workers.Select(TargetOf), giveUp);
            if (_plan.Router is not null)
            {
                WorkerPlan router = RouterUnit.Of(_plan, _services.Own, _nodes);
                await StartAsync(router, giveUp.Token);
                await WaitForAsync(waiting, TargetOf(router), giveUp.Token);
            }

            await MarkReadyAsync(giveUp.Token);
        }
        catch (OperationCanceledException) when (_failed.Task.IsCompleted && !cancellation.IsCancellationRequested)
        {
            throw await _failed.Task;
        }
        finally
        {
            await giveUp.CancelAsync();
            await death;
        }
    }

    private async Task HoldNodesAsync(CancellationToken cancellation)
    {
        if (_executor.Holder(_plan, _run) is { } holder)
        {
            StartUnit(holder);
            _services.Say($"waiting for {_plan.Nodes} node{(_plan.Nodes == 1 ? "" : "s")} ({_run.JobName})");
        }

        long start = _services.Time.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), _services.Time);
        IReadOnlyList<NodePlace>? nodes;
        while ((nodes = await _executor.FindNodesAsync(_plan, _run, cancellation)) is null)
        {
            if (_services.Time.GetElapsedTime(start) > _options.QueueLimit)
            {
                throw new LaunchException(LaunchError.NotReady, $"the job {_run.JobName} was given no nodes within {_options.QueueLimit.TotalMinutes:0} min: squeue --name={_run.JobName} --start says what it waits for, --slurm-wait waits longer");
            }

            await timer.WaitForNextTickAsync(cancellation);
        }

        _nodes = nodes;
        _keeper.SetNodes(nodes);
        await NodeClocks.CheckAsync(_executor, _services, _plan, _nodes, cancellation);
    }

    private async Task<IReadOnlyList<LaunchUnit>> StartAsync(WorkerPlan worker, CancellationToken cancellation)
    {
        var units = new List<LaunchUnit>();
        foreach (PlacedProcess placed in _executor.Place(worker, _run, _nodes))
        {
            PlacedFiles.Write(placed, _run);
            LaunchUnit unit = StartUnit(placed);
            if (placed.Image is { } image)
            {
                unit.ImageDigest = await DigestAsync(image, cancellation);
            }

            _background.Add(TraceAsync(unit));
            units.Add(unit);
        }

        return units;
    }

    private async Task<string?> DigestAsync(string image, CancellationToken cancellation)
    {
        try
        {
            return await _executor.DigestAsync(image, cancellation);
        }
        catch (ProgramException e)
        {
            _services.Say($"warning: the digest of {image} cannot be told: {e.Message}");
            return null;
        }
    }

    private LaunchUnit StartUnit(PlacedProcess placed)
    {
        var unit = new LaunchUnit(placed, _run, _mask);
        unit.Failed += message => Fail(unit, message);
        _keeper.Add(unit);
        // Its name, its container and how it is ended are known: a launcher that is killed at once leaves nothing unnamed.
        _keeper.WriteOrThrow();
        unit.Start(_services, _options.Grace);
        return unit;
    }

    // What shows only once a process runs: a container's pid, a step's id.
    private async Task TraceAsync(LaunchUnit unit)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500), _services.Time);
        try
        {
            while (!unit.HasRoot || !await TryTraceAsync(unit, timer))
            {
                await timer.WaitForNextTickAsync(_watching.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // It is being ended, and its name is enough for that.
        }
    }

    private async Task<bool> TryTraceAsync(LaunchUnit unit, PeriodicTimer timer)
    {
        try
        {
            if (await _executor.FindTraceAsync(unit.Placed, _watching.Token) is not { } trace)
            {
                return false;
            }

            if (trace != StartedTrace.Nothing)
            {
                unit.Add(trace);
            }

            return true;
        }
        catch (Exception e) when (e is LaunchException or ProgramException)
        {
            // A scheduler that is short of breath is asked again, less often, and complained of once.
            if (timer.Period != s_traceRetry)
            {
                timer.Period = s_traceRetry;
                _services.Say($"{unit.Placed.Name}: not every process of it can be watched yet: {e.Message}");
            }

            return false;
        }
    }

    private async Task WaitForAsync(ReadinessWait waiting, ServiceTarget target, CancellationToken cancellation)
    {
        try
        {
            await waiting.RunAsync(target, cancellation);
        }
        catch (LaunchException e)
        {
            throw new LaunchException(e.Error, e.Message, TailOf(target.Log), e);
        }
    }

    private async Task WaitForAllAsync(ReadinessWait waiting, IEnumerable<ServiceTarget> targets, CancellationTokenSource giveUp)
    {
        List<Task> tasks = [.. targets.Select(target => WaitForAsync(waiting, target, giveUp.Token))];
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

    private async Task MarkReadyAsync(CancellationToken cancellation)
    {
        IReadOnlyList<LaunchUnit> units = _keeper.Units;
        foreach (LaunchUnit unit in units)
        {
            unit.Supervised?.Send(new SupervisorCommand(SupervisorCommand.Ready));
        }

        // Before anyone is told that it serves: a process that dies from then on is missed.
        await Task.WhenAll(units.Select(unit => unit.Noted)).WaitAsync(cancellation);
        _isReady = true;

        DateTimeOffset now = _services.Time.GetUtcNow();
        string url = Url.ToString().TrimEnd('/');
        _keeper.Update(manifest => manifest with { State = LaunchState.Ready, ReadyAt = now, Url = url });
        var watch = new HealthWatch(_services.Probe, _services.Time);
        foreach (WorkerPlan worker in _plan.Workers.Where(worker => worker.Readiness.HealthPath.Length > 0))
        {
            _background.Add(WatchAsync(watch, TargetOf(worker)));
        }
    }

    private async Task WatchAsync(HealthWatch watch, ServiceTarget target)
    {
        try
        {
            string problem = await watch.RunAsync(target, _watching.Token);
            Fail(_keeper.Units.First(unit => unit.Log == target.Log), problem);
        }
        catch (OperationCanceledException)
        {
            // The launch is over.
        }
    }

    private void Fail(LaunchUnit unit, string message)
    {
        if (!_isStopping)
        {
            string before = _isReady || !unit.HasStarted ? "" : " before it served";
            _failed.TrySetResult(new LaunchException(_isReady ? LaunchError.Died : LaunchError.NotReady, _mask.Apply(message) + before, TailOf(unit.Log)));
        }
    }

    private IReadOnlyList<string> TailOf(string log) => [$"the end of {log}:", .. LogTail.Read(log, _mask)];

    private async Task CancelOnFailureAsync(CancellationTokenSource giveUp)
    {
        var cancelled = new TaskCompletionSource();
        await using CancellationTokenRegistration registration = giveUp.Token.Register(cancelled.SetResult);
        await Task.WhenAny(_failed.Task, cancelled.Task);
        await giveUp.CancelAsync();
    }

    private ServiceTarget TargetOf(WorkerPlan worker) => new(
        worker.Name,
        new UriBuilder("http", _nodes[worker.Node].Address, worker.Port).Uri,
        _plan.Model,
        worker.Readiness,
        _keeper.Units.First(unit => unit.Placed.Worker.Name == (worker.ServedBy ?? worker.Name)).Log);
}
