namespace LoadGen.Launching.Supervising;

/// <summary>A line of a supervisor's output.</summary>
public sealed record SupervisorEvent
{
    /// <summary>The command runs: <see cref="Pid"/>, <see cref="StartTicks"/>.</summary>
    public const string Started = "started";

    /// <summary>It could not be started: <see cref="Message"/>.</summary>
    public const string NotStarted = "not-started";

    /// <summary>A process below it was seen for the first time.</summary>
    public const string Appeared = "appeared";

    /// <summary>A process of the engine has ended: <see cref="Status"/> if known, <see cref="IsFailure"/>.</summary>
    public const string Exited = "exited";

    /// <summary>Everything is over: <see cref="Message"/> says what could not be ended, or which teardown command failed; null when all is well.</summary>
    public const string Stopped = "stopped";

    /// <summary>One of the words above.</summary>
    public required string Event { get; init; }

    /// <summary>The process it is about.</summary>
    public int Pid { get; init; }

    /// <summary>When that started: <see cref="ProcessIdentity.StartTicks"/>.</summary>
    public long StartTicks { get; init; }

    /// <summary>Its command line.</summary>
    public string? Command { get; init; }

    /// <summary>How it ended, as wait(2) has it; null where only its parent was told.</summary>
    public int? Status { get; init; }

    /// <summary>The engine is no longer whole.</summary>
    public bool IsFailure { get; init; }

    /// <summary>What went wrong.</summary>
    public string? Message { get; init; }
}
