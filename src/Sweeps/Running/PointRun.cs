using System.Text.Json;
using LoadGen.Results;
using LoadGen.Results.Points;
using LoadGen.Results.Rows;
using LoadGen.Sweeps.Folder;
using LoadGen.Sweeps.Planning;

namespace LoadGen.Sweeps.Running;

/// <summary>One point: warm-up and measurement by a child of this program, in a folder that gets its name when all is well.</summary>
internal sealed class PointRun(SweepFolder folder, PointFolders points, SweepOptions options, IBench bench, ISweepWatcher watcher, TimeProvider time)
{
    private const string LogName = "bench.log";

    public async Task<PointEnd> RunAsync(ConfigurationPlan configuration, PointPlan point, IEngine engine, CancellationToken stop, CancellationToken atOnce)
    {
        watcher.OnPoint(point);
        DateTimeOffset began = time.GetUtcNow();
        long start = time.GetTimestamp();
        using var limit = new CancellationTokenSource(configuration.Limits.Point, time);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        string attempt;
        IReadOnlyList<string> words;
        int code;
        try
        {
            attempt = points.Begin(point);
            words = WordsOf(configuration, point, engine, attempt);
            folder.Journal.Add(JournalEvent.PointStarted, configuration.Id, point.Id, Path.GetFileName(attempt));
            Task<int> measuring = bench.RunAsync(words, Path.Combine(attempt, LogName), giveUp.Token, atOnce);
            if (await Task.WhenAny(measuring, engine.Failed) != measuring)
            {
                await giveUp.CancelAsync();
            }

            code = await measuring;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Failed(point, PointEndKind.Failed, $"it cannot be measured: {e.Message}", null);
        }

        if (stop.IsCancellationRequested && !IsGood(code))
        {
            return Failed(point, PointEndKind.Interrupted, "interrupted", code);
        }

        if (IsGood(code))
        {
            return Finish(attempt, point, engine, words, began, start, code);
        }

        if (!limit.IsCancellationRequested && await EngineDeath.OfAsync(engine, options.DeathNotice, time, stop) is { } death)
        {
            return Failed(point, PointEndKind.EngineDied, death, code);
        }

        // A terminal gives Ctrl-C to both at once, and the benchmark may have been the quicker one.
        if (stop.IsCancellationRequested)
        {
            return Failed(point, PointEndKind.Interrupted, "interrupted", code);
        }

        string why = limit.IsCancellationRequested
            ? $"not over within {configuration.Limits.Point.TotalSeconds:0} s (limits.point_s)"
            : $"loadgen bench ended with {code}: {LastWords.Of(Path.Combine(attempt, LogName))}";
        return Failed(point, PointEndKind.Failed, $"{why}; all of it is in {attempt}", code);
    }

    private static bool IsGood(int code) => code is BenchExit.Ok or BenchExit.Invalid;

    private static List<string> WordsOf(ConfigurationPlan configuration, PointPlan point, IEngine engine, string attempt)
    {
        List<string> words = [.. point.Words, "--url", engine.Url.ToString().TrimEnd('/'), "--output", attempt, "--progress", "none"];
        if (point.HasTelemetry && engine.Manifest is { } manifest)
        {
            words.AddRange(["--launch-manifest", manifest]);
        }

        if (configuration.EngineMetricsPath is { } path)
        {
            words.AddRange(["--engine-metrics", new Uri(engine.Url, path).ToString()]);
        }

        return words;
    }

    private PointEnd Finish(string attempt, PointPlan point, IEngine engine, IReadOnlyList<string> words, DateTimeOffset began, long start, int code)
    {
        try
        {
            AggregatedDocument.WriteFile(attempt, point.Id, point.Identity);
            Commit(attempt, point, engine, words, began, code);
        }
        catch (Exception e) when (e is ResultsException or IOException or UnauthorizedAccessException or JsonException)
        {
            return Failed(point, PointEndKind.Failed, $"it was measured, and cannot be kept: {e.Message}", code);
        }

        // From here on it is a point, whatever else fails.
        folder.Journal.Add(JournalEvent.PointDone, point.Configuration, point.Id, exitCode: code);
        watcher.OnPointDone(point, time.GetElapsedTime(start), code == BenchExit.Ok);
        return new PointEnd(PointEndKind.Done, null, code == BenchExit.Ok);
    }

    private void Commit(string attempt, PointPlan point, IEngine engine, IReadOnlyList<string> words, DateTimeOffset began, int code)
    {
        var document = new PointDocument
        {
            Id = point.Id,
            Configuration = point.Configuration,
            Sweep = folder.Name,
            Repeat = point.Repeat,
            Fingerprint = point.Fingerprint,
            Identity = point.Identity,
            Simulated = IsSimulated(attempt),
            StartedAt = began,
            EndedAt = time.GetUtcNow(),
            ExitCode = code,
            // attempts/ID-N and points/ID lie equally deep.
            Launch = engine.Manifest is { } manifest ? Path.GetRelativePath(attempt, Path.GetDirectoryName(manifest)!) : null,
            Command = ["loadgen", .. words],
        };
        points.Commit(attempt, document);
    }

    private PointEnd Failed(PointPlan point, PointEndKind kind, string message, int? code)
    {
        folder.Journal.Add(JournalEvent.PointFailed, point.Configuration, point.Id, message, code);
        if (kind == PointEndKind.Failed)
        {
            watcher.OnPointFailed(point, message);
        }

        return new PointEnd(kind, message, false);
    }

    private static bool IsSimulated(string attempt)
    {
        using FileStream file = File.OpenRead(Path.Combine(attempt, "result.json"));
        using JsonDocument result = JsonDocument.Parse(file);
        return result.RootElement.TryGetProperty("simulated", out JsonElement simulated) && simulated.ValueKind == JsonValueKind.True;
    }
}

/// <summary>How a point ended.</summary>
internal enum PointEndKind
{
    Done,
    Failed,
    EngineDied,
    Interrupted,
}

/// <summary>How a point ended, and why.</summary>
internal sealed record PointEnd(PointEndKind Kind, string? Message, bool IsValid);
