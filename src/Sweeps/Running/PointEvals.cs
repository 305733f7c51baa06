using LoadGen.Results;
using LoadGen.Results.Scores;
using LoadGen.Sweeps.Folder;
using LoadGen.Sweeps.Planning;

namespace LoadGen.Sweeps.Running;

/// <summary>
/// The evaluations of a point, by children of this program, on the engine that was measured and behind the measurement: whatever becomes of them, the
/// point is finished and stays so.
/// </summary>
internal sealed class PointEvals(SweepFolder folder, SweepOptions options, IBench bench, ISweepWatcher watcher, TimeProvider time)
{
    private const string LogName = "eval.log";

    private readonly EvalFolders _folders = new(folder);

    /// <summary>Asks what is missing.</summary>
    /// <returns>How it ended; what failed has been told of, and counted.</returns>
    public async Task<EvalsEnd> RunAsync(ConfigurationPlan configuration, PointPlan point, IEngine engine, CancellationToken stop, CancellationToken atOnce)
    {
        int failed = 0;
        foreach (EvalPlan eval in _folders.Missing(point))
        {
            if (stop.IsCancellationRequested)
            {
                return new EvalsEnd(failed, null, WasInterrupted: true);
            }

            string? failure = await AskAsync(configuration, point, eval, engine, stop, atOnce);
            if (failure is null)
            {
                continue;
            }

            folder.Journal.Add(JournalEvent.EvalFailed, point.Configuration, point.Id, $"{eval.Name}: {failure}");
            if (stop.IsCancellationRequested)
            {
                return new EvalsEnd(failed, null, WasInterrupted: true);
            }

            if (await EngineDeath.OfAsync(engine, options.DeathNotice, time, stop) is { } death)
            {
                return new EvalsEnd(failed, death, WasInterrupted: false);
            }

            failed++;
            watcher.OnNote($"{point.Id}: the evaluation {eval.Name} failed: {failure}");
        }

        return new EvalsEnd(failed, null, WasInterrupted: false);
    }

    // Null: it is over, and has its folder; else why not.
    private async Task<string?> AskAsync(ConfigurationPlan configuration, PointPlan point, EvalPlan eval, IEngine engine, CancellationToken stop, CancellationToken atOnce)
    {
        DateTimeOffset began = time.GetUtcNow();
        long start = time.GetTimestamp();
        using var limit = new CancellationTokenSource(configuration.Limits.Eval, time);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        try
        {
            string attempt = _folders.Begin(point, eval);
            List<string> words = [.. eval.Words, "--url", engine.Url.ToString().TrimEnd('/'), "--output", attempt, "--progress", "none"];
            folder.Journal.Add(JournalEvent.EvalStarted, configuration.Id, point.Id, Path.GetFileName(attempt));
            string log = Path.Combine(attempt, LogName);
            Task<int> asking = bench.RunAsync(words, log, giveUp.Token, atOnce);
            if (await Task.WhenAny(asking, engine.Failed) != asking)
            {
                await giveUp.CancelAsync();
            }

            int code = await asking;
            if (code != BenchExit.Ok)
            {
                return limit.IsCancellationRequested
                    ? $"not over within {configuration.Limits.Eval.TotalSeconds:0} s (limits.eval_s)"
                    : $"loadgen eval ended with {code}: {LastWords.Of(log)}; all of it is in {attempt}";
            }

            _folders.Commit(point, eval, attempt, new EvalDocument { Name = eval.Name, Fingerprint = eval.Fingerprint, StartedAt = began, EndedAt = time.GetUtcNow(), Command = ["loadgen", .. words] });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ResultsException)
        {
            return e.Message;
        }

        folder.Journal.Add(JournalEvent.EvalDone, configuration.Id, point.Id, eval.Name);
        watcher.OnEvalDone(point, eval, time.GetElapsedTime(start), Score(point, eval));
        return null;
    }

    private TaskScore? Score(PointPlan point, EvalPlan eval) => RunScores.Read(_folders.PointOf(point)).Scores.FirstOrDefault(score => score.Task == eval.Name);
}

/// <summary>How the evaluations of a point ended.</summary>
/// <param name="Failed">Those that failed.</param>
/// <param name="Death">What the engine died of on the way; null: it lives.</param>
/// <param name="WasInterrupted">It was ended from outside.</param>
internal sealed record EvalsEnd(int Failed, string? Death, bool WasInterrupted);
