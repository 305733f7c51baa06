namespace LoadGen.Launching.Supervising;

/// <summary>What a supervisor is told in the first line of its input.</summary>
public sealed record SupervisorOrder
{
    /// <summary>The worker's name, for messages.</summary>
    public required string Name { get; init; }

    /// <summary>The program and its arguments.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>Variables set on top of the supervisor's own environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Where it runs; null for here.</summary>
    public string? Folder { get; init; }

    /// <summary>The file that takes its output.</summary>
    public required string Log { get; init; }

    /// <summary>How long processes may take to end after SIGTERM before they get SIGKILL.</summary>
    public int GraceMs { get; init; } = 15_000;

    /// <summary>Commands that take away what signals do not reach (a container, a job), run at the end in any case.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Teardown { get; init; } = [];
}
