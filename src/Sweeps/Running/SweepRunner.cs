using System.Runtime.ExceptionServices;
using LoadGen.Results;
using LoadGen.Sweeps.Folder;
using LoadGen.Sweeps.Planning;

namespace LoadGen.Sweeps.Running;

/// <summary>
/// Runs a sweep: what an earlier run finished is kept, the rest is measured, configuration by configuration, several at once where they are
/// not in each other's way.
/// </summary>
public sealed class SweepRunner
{
    private readonly SweepFolder _folder;
    private readonly SweepOptions _options;
    private readonly IEngines _engines;
    private readonly IBench _bench;
    private readonly ISweepWatcher _watcher;
    private readonly TimeProvider _time;
    private readonly SweepTally _tally = new();

    /// <summary>Creates it.</summary>
    public SweepRunner(SweepFolder folder, SweepOptions options, IEngines engines, IBench bench, ISweepWatcher watcher, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        (_folder, _options, _engines, _bench, _watcher, _time) = (folder, options, engines, bench, watcher, time);
    }

    /// <summary>Runs it.</summary>
    /// <param name="plan">What is to be measured in this run: a selection of the folder's plan, or all of it.</param>
    /// <param name="stop">Ends it in good order: the point under way stays in <c>attempts/</c>.</param>
    /// <param name="atOnce">Ends it without giving anything time.</param>
    /// <exception cref="SweepException">It cannot go on. Nothing that it started runs any more.</exception>
    public async Task<SweepOutcome> RunAsync(SweepPlan plan, CancellationToken stop, CancellationToken atOnce)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _folder.Journal.Failed += _watcher.OnNote;
        try
        {
            return await RunPlanAsync(plan, stop, atOnce);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ResultsException)
        {
            throw new SweepException($"{_folder.Path}: the sweep cannot go on: {e.Message}", e);
        }
        finally
        {
            _folder.Journal.Failed -= _watcher.OnNote;
        }
    }

    private async Task<SweepOutcome> RunPlanAsync(SweepPlan plan, CancellationToken stop, CancellationToken atOnce)
    {
        _folder.Journal.Add(JournalEvent.RunStarted);
        var points = new PointFolders(_folder);
        var evals = new EvalFolders(_folder);
        var kept = new HashSet<string>(StringComparer.Ordinal);
        var queue = new List<(ConfigurationPlan Configuration, Queue<PointPlan> Points)>();
        foreach (ConfigurationPlan configuration in plan.Configurations)
        {
            kept.UnionWith(configuration.Points.Where(point => IsKept(points, point)).Select(point => point.Id));
            // One that is kept and lacks an evaluation needs its engine all the same.
            var left = new Queue<PointPlan>(configuration.Points.Where(point => !kept.Contains(point.Id) || evals.Missing(point).Count > 0));
            if (left.Count > 0)
            {
                queue.Add((configuration, left));
            }
        }

        int planned = plan.Points.Count();
        _watcher.OnBegun(planned - kept.Count, kept.Count);
        if (queue.Sum(one => one.Points.Count(point => kept.Contains(point.Id))) is > 0 and var lacking)
        {
            _watcher.OnNote($"{lacking} of the points that are done lack evaluations");
        }

        if (!stop.IsCancellationRequested)
        {
            // Even where nothing is to be measured: what a killed run left holds GPUs.
            await _engines.CleanUpAsync(_folder.AllLaunches(), atOnce);
            await RunAllAsync(queue, points, stop, atOnce);
        }

        SweepOutcome outcome = _tally.Outcome(planned, stop.IsCancellationRequested);
        _folder.Journal.Add(JournalEvent.RunEnded, message: outcome.IsComplete ? null : $"{outcome.Failed} failed, {outcome.NotBegun} not begun, {outcome.EvalsFailed} evaluations failed");
        return outcome;
    }

    private bool IsKept(PointFolders points, PointPlan point)
    {
        PointState state = points.Take(point);
        if (state == PointState.Changed)
        {
            _watcher.OnNote($"{point.Id} was measured with another plan, load or version: what it was is in attempts/ now, and it is measured anew");
        }

        if (state == PointState.Invalid)
        {
            _watcher.OnNote($"{point.Id} was measured and is not valid: what it was is in attempts/ now, and it is measured anew");
        }

        if (state == PointState.Done)
        {
            _tally.AddKept(points.Read(point.Id)?.ExitCode != BenchExit.Invalid);
        }

        return state == PointState.Done;
    }

    private async Task RunAllAsync(List<(ConfigurationPlan Configuration, Queue<PointPlan> Points)> queue, PointFolders points, CancellationToken stop, CancellationToken atOnce)
    {
        var lanes = new Lanes(_options.Jobs, _options.OuterNodes);
        var running = new Dictionary<Task, Lane>();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Exception? failure = null;
        while (true)
        {
            // The first that fits, not only the next: one that waits for GPUs does not hold up one that needs none of them.
            for (int i = 0; i < queue.Count && !IsEnding(ending.Token); i++)
            {
                if (lanes.TryTake(queue[i].Configuration) is { } lane)
                {
                    var one = new ConfigurationRun(_folder, points, _options, _engines, _bench, _watcher, _time, _tally, () => IsEnding(ending.Token));
                    running.Add(one.RunAsync(queue[i].Configuration, queue[i].Points, lane, ending.Token, atOnce), lane);
                    queue.RemoveAt(i--);
                }
            }

            if (running.Count == 0)
            {
                break;
            }

            Task ended = await Task.WhenAny(running.Keys);
            lanes.Release(running[ended]);
            running.Remove(ended);
            if (ended.Exception?.InnerException is { } error)
            {
                // The others end their engines first: what gets out of here leaves nothing behind.
                failure ??= error;
                await ending.CancelAsync();
            }
        }

        if (failure is not null)
        {
            _folder.Journal.Add(JournalEvent.RunEnded, message: failure.Message);
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    private bool IsEnding(CancellationToken stop) => stop.IsCancellationRequested || (_tally.HasFailed && !_options.KeepGoing);
}
