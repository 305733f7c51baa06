using LoadGen.Sweeps.Folder;
using LoadGen.Sweeps.Planning;

namespace LoadGen.Sweeps.Running;

/// <summary>
/// One configuration: its engine is started, serves all points, and is ended. One that dies on the way is started again for the points that
/// are left, as often as the limits allow; one that never served is not.
/// </summary>
internal sealed class ConfigurationRun(
    SweepFolder folder, PointFolders points, SweepOptions options, IEngines engines, IBench bench, ISweepWatcher watcher, TimeProvider time, SweepTally tally, Func<bool> isEnding)
{
    // Measured in this run, though not valid ones are not kept by the next.
    private readonly HashSet<string> _measured = new(StringComparer.Ordinal);

    public async Task RunAsync(ConfigurationPlan configuration, Queue<PointPlan> left, Lane lane, CancellationToken stop, CancellationToken atOnce)
    {
        for (int starts = 1; left.Count > 0 && !isEnding(); starts++)
        {
            if (starts > configuration.Limits.EngineStartsMax)
            {
                Give(configuration, left, $"the engine was started {configuration.Limits.EngineStartsMax} times (limits.engine_starts_max) and died each time", isEngines: false);
                return;
            }

            long start = time.GetTimestamp();
            IEngine? engine = await StartAsync(configuration, left, lane, stop, atOnce);
            if (engine is null)
            {
                return;
            }

            await using (engine)
            {
                await ServeAsync(configuration, engine, time.GetElapsedTime(start), left, stop, atOnce);
            }
        }
    }

    // Whatever goes wrong, the engine is ended, and what is left of it is said.
    private async Task ServeAsync(ConfigurationPlan configuration, IEngine engine, TimeSpan took, Queue<PointPlan> left, CancellationToken stop, CancellationToken atOnce)
    {
        string? death = "the sweep failed";
        try
        {
            folder.Journal.Add(JournalEvent.LaunchReady, configuration.Id, message: engine.Url.ToString());
            watcher.OnReady(configuration, took);
            death = await MeasureAllAsync(configuration, engine, left, stop, atOnce);
        }
        finally
        {
            IReadOnlyList<string> undead = await engine.StopAsync(death, atOnce);
            folder.Journal.Add(JournalEvent.LaunchEnded, configuration.Id, message: undead.Count > 0 ? string.Join("; ", undead) : death);
            foreach (string line in undead)
            {
                tally.AddLeft();
                watcher.OnNote($"{configuration.Id}: {line}");
            }
        }
    }

    private async Task<IEngine?> StartAsync(ConfigurationPlan configuration, Queue<PointPlan> left, Lane lane, CancellationToken stop, CancellationToken atOnce)
    {
        folder.Journal.Add(JournalEvent.LaunchStarted, configuration.Id);
        watcher.OnLaunching(configuration);
        using var limit = new CancellationTokenSource(configuration.Limits.Start, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        try
        {
            var place = new EnginePlace(folder.NextLaunch(configuration.Id), lane.PortOffset, lane.FirstNode);
            return await engines.StartAsync(configuration, place, either.Token, atOnce);
        }
        catch (EngineException e)
        {
            Fail(configuration, left, e.Message, e.Details);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            Fail(configuration, left, $"the engine did not serve within {configuration.Limits.Start.TotalSeconds:0} s (limits.start_s)", []);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            folder.Journal.Add(JournalEvent.LaunchEnded, configuration.Id, message: "interrupted");
        }

        return null;
    }

    // Null: the engine lives; else what it died of.
    private async Task<string?> MeasureAllAsync(ConfigurationPlan configuration, IEngine engine, Queue<PointPlan> left, CancellationToken stop, CancellationToken atOnce)
    {
        while (left.TryPeek(out PointPlan? point) && !isEnding())
        {
            PointEnd end = await MeasureAsync(configuration, point, engine, stop, atOnce);
            switch (end.Kind)
            {
                case PointEndKind.Done:
                    left.Dequeue();
                    break;
                case PointEndKind.Failed:
                    left.Dequeue();
                    tally.AddFailed(1, isEngines: false);
                    break;
                case PointEndKind.EngineDied:
                    folder.Journal.Add(JournalEvent.LaunchFailed, configuration.Id, message: end.Message);
                    watcher.OnEngineFailed(configuration, end.Message!, []);
                    return end.Message;
                default:
                    return null;
            }
        }

        return null;
    }

    // The measurement, unless there is one, and the evaluations behind it.
    private async Task<PointEnd> MeasureAsync(ConfigurationPlan configuration, PointPlan point, IEngine engine, CancellationToken stop, CancellationToken atOnce)
    {
        if (!IsMeasured(point))
        {
            PointEnd end = await new PointRun(folder, points, options, bench, watcher, time).RunAsync(configuration, point, engine, stop, atOnce);
            if (end.Kind != PointEndKind.Done)
            {
                return end;
            }

            _measured.Add(point.Id);
            tally.AddDone(end.IsValid);
        }

        EvalsEnd evals = await new PointEvals(folder, options, bench, watcher, time).RunAsync(configuration, point, engine, stop, atOnce);
        tally.AddEvalsFailed(evals.Failed);
        return evals switch
        {
            { WasInterrupted: true } => new PointEnd(PointEndKind.Interrupted, "interrupted", true),
            { Death: { } death } => new PointEnd(PointEndKind.EngineDied, death, true),
            _ => new PointEnd(PointEndKind.Done, null, true),
        };
    }

    private bool IsMeasured(PointPlan point) => _measured.Contains(point.Id) || PointFolders.IsDone(points.Read(point.Id), point);

    private void Fail(ConfigurationPlan configuration, Queue<PointPlan> left, string message, IReadOnlyList<string> details)
    {
        folder.Journal.Add(JournalEvent.LaunchFailed, configuration.Id, message: message);
        watcher.OnEngineFailed(configuration, message, details);
        Give(configuration, left, "its engine did not come to serve", isEngines: true);
    }

    private void Give(ConfigurationPlan configuration, Queue<PointPlan> left, string message, bool isEngines)
    {
        tally.AddFailed(left.Count(point => !IsMeasured(point)), isEngines);
        while (left.TryDequeue(out PointPlan? point))
        {
            if (IsMeasured(point))
            {
                // It stays measured: what it lacks are evaluations.
                int evals = new EvalFolders(folder).Missing(point).Count;
                tally.AddEvalsFailed(evals);
                watcher.OnNote($"{point.Id}: {evals} of its evaluations were not asked: {message}");
                continue;
            }

            folder.Journal.Add(JournalEvent.PointFailed, configuration.Id, point.Id, message);
            watcher.OnPointFailed(point, message);
        }
    }
}
