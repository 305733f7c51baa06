namespace LoadGen.Launching.Manifests;

/// <summary>Something that was started: a command under a supervisor of its own.</summary>
public sealed record ManifestUnit
{
    /// <summary>Its name: its log's too.</summary>
    public required string Name { get; init; }

    /// <summary>The hosts that it runs on.</summary>
    public required IReadOnlyList<string> Hosts { get; init; }

    /// <summary>The engine's command.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>What was started to run it: <c>docker run …</c>, <c>srun …</c>, or the command itself.</summary>
    public required IReadOnlyList<string> StartedAs { get; init; }

    /// <summary>Its variables with their values.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Variables that were handed on by name: their values are nobody's business.</summary>
    public IReadOnlyList<string> EnvironmentByName { get; init; } = [];

    /// <summary>Its image; null for none.</summary>
    public string? Image { get; init; }

    /// <summary>The image's digest, where the runtime knows it.</summary>
    public string? ImageDigest { get; init; }

    /// <summary>Its log, in the run's folder.</summary>
    public required string Log { get; init; }

    /// <summary>Its container's name; null for none.</summary>
    public string? Container { get; init; }

    /// <summary>Its Slurm job step; null for none.</summary>
    public string? JobStep { get; init; }

    /// <summary>The process that watches it; null before it was started.</summary>
    public ManifestProcess? Supervisor { get; init; }

    /// <summary>The process that was started; null before.</summary>
    public ManifestProcess? Process { get; init; }

    /// <summary>Processes that came of it, as far as they were seen and have not ended.</summary>
    public IReadOnlyList<ManifestProcess> Descendants { get; init; } = [];

    /// <summary>Commands that end it where signals do not reach.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Teardown { get; init; } = [];
}

/// <summary>A process in a manifest. Both numbers together name it: a pid alone may have become another's.</summary>
/// <param name="Pid">Its number.</param>
/// <param name="StartTicks">When it started, in clock ticks since boot.</param>
public sealed record ManifestProcess(int Pid, long StartTicks);
