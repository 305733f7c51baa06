namespace LoadGen.Sweeps.Folder;

/// <summary>One line of <c>journal.jsonl</c>.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Event">One of <see cref="JournalEvent"/>.</param>
/// <param name="Configuration">Of which configuration; null for the run itself.</param>
/// <param name="Point">Of which point; null for none.</param>
/// <param name="Message">What else there is to say.</param>
/// <param name="ExitCode">Of the measurement, or of the run.</param>
public sealed record JournalEntry(DateTimeOffset At, string Event, string? Configuration, string? Point, string? Message, int? ExitCode);

/// <summary>What a journal tells of.</summary>
public static class JournalEvent
{
    /// <summary>A run of the sweep has begun.</summary>
    public const string RunStarted = "run_started";

    /// <summary>An engine is being started.</summary>
    public const string LaunchStarted = "launch_started";

    /// <summary>It serves.</summary>
    public const string LaunchReady = "launch_ready";

    /// <summary>It does not serve, or ceased to.</summary>
    public const string LaunchFailed = "launch_failed";

    /// <summary>It has been ended.</summary>
    public const string LaunchEnded = "launch_ended";

    /// <summary>A point is being measured.</summary>
    public const string PointStarted = "point_started";

    /// <summary>It is done, and has its folder.</summary>
    public const string PointDone = "point_done";

    /// <summary>It is not.</summary>
    public const string PointFailed = "point_failed";

    /// <summary>An evaluation of a finished point's engine is being asked.</summary>
    public const string EvalStarted = "eval_started";

    /// <summary>It is over, and has its folder.</summary>
    public const string EvalDone = "eval_done";

    /// <summary>It is not.</summary>
    public const string EvalFailed = "eval_failed";

    /// <summary>The run is over.</summary>
    public const string RunEnded = "run_ended";
}
