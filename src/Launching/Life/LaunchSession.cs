using LoadGen.Launching.Executors;
using LoadGen.Launching.Manifests;
using LoadGen.Launching.Plans;
using LoadGen.Launching.Supervising;

namespace LoadGen.Launching.Life;

/// <summary>
/// One launch, from preflight to teardown. However it ends, what it started is ended with it: by <see cref="StopAsync"/>, or by the
/// supervisors when this process is gone.
/// </summary>
public sealed class LaunchSession : IAsyncDisposable
{
    private readonly LaunchScope _scope;
    private Uri? _url;
    private bool _isStopped;
    private IReadOnlyList<string> _left = [];

    private LaunchSession(LaunchScope scope) => _scope = scope;

    /// <summary>Where requests go.</summary>
    public Uri Url => _url ?? throw new InvalidOperationException("it does not serve yet");

    /// <summary>The run's folder, a full path.</summary>
    public string Folder => _scope.Run.Folder;

    /// <summary>What it has come to.</summary>
    public LaunchManifest Manifest => _scope.Keeper.Current;

    /// <summary>Completes when the engine has failed after it served.</summary>
    public Task<LaunchException> Failed => _scope.Failures.First;

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
        var session = new LaunchSession(ScopeOf(plan, executor, options, services));
        try
        {
            await session.StartAsync(cancellation);
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

        _isStopped = true;
        (LaunchServices services, ManifestKeeper keeper) = (_scope.Services, _scope.Keeper);
        _scope.Failures.MarkStopping();
        await _scope.Background.EndAsync();
        keeper.Update(manifest => manifest with { State = LaunchState.Stopping });
        IReadOnlyList<LaunchUnit> units = keeper.Units;
        // The router first, so that engines see their requests end; whatever holds the nodes last.
        _left = await new Teardown(services, _scope.Run, _scope.Options).RunAsync(units, atOnce);
        if (units.Any(unit => unit.Supervised is not null))
        {
            await new GpuRelease(services, _scope.Plan, _scope.Options, _scope.Executor.Kind).WaitAsync(atOnce);
        }

        DateTimeOffset now = services.Time.GetUtcNow();
        string[] reasons = [.. failure is null ? (string[])[] : [failure], .. _left];
        keeper.Update(manifest => manifest with
        {
            // What is not over stays this launch's: --stop tries again, and nobody takes the folder meanwhile.
            State = _left.Count > 0 ? LaunchState.Stopping : failure is null ? LaunchState.Stopped : LaunchState.Failed,
            Failure = reasons.Length == 0 ? null : _scope.Mask.Apply(string.Join("; ", reasons)),
            EndedAt = _left.Count > 0 ? null : now,
        });
        return _left;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        foreach (LaunchUnit unit in _scope.Keeper.Units)
        {
            unit.Supervised?.Dispose();
        }

        _scope.Background.Dispose();
    }

    private static LaunchScope ScopeOf(LaunchPlan plan, IExecutor executor, LaunchOptions options, LaunchServices services)
    {
        var run = new RunPlace(options.Id, Path.GetFullPath(options.Folder));
        var mask = SecretMask.Of(plan);
        ProcessIdentity self = services.Processes.Read(Environment.ProcessId)?.Identity ?? new ProcessIdentity(Environment.ProcessId, 0);
        return new LaunchScope
        {
            Plan = plan,
            Executor = executor,
            Options = options,
            Services = services,
            Run = run,
            Mask = mask,
            Keeper = new ManifestKeeper(run.Folder, plan, FirstManifest.Of(plan, executor, options, services, run, self), mask, services.Say),
            Failures = new LaunchFailures(mask),
            Background = new BackgroundWork(message => services.Say(mask.Apply(message))),
        };
    }

    private async Task StartAsync(CancellationToken cancellation)
    {
        ManifestKeeper keeper = _scope.Keeper;
        // Before the preflight, which takes seconds: the next launch that wants this folder finds it taken.
        keeper.WriteOrThrow();
        Dictionary<string, string> versions = await new LaunchPreflight(_scope.Plan, _scope.Executor, _scope.Options, _scope.Services, Folder).RunAsync(cancellation);
        keeper.Update(manifest => manifest with { State = LaunchState.Starting, Versions = versions });
        _scope.Background.Add(keeper.RunAsync(_scope.Services.Time, _scope.Background.Stop));
        _url = await new BringUp(_scope).RunAsync(cancellation);
    }
}
