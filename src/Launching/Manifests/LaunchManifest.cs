namespace LoadGen.Launching.Manifests;

/// <summary><c>manifest.json</c>: what a launch started, on what, and what of it is still there. Secrets are not in it.</summary>
public sealed record LaunchManifest
{
    /// <summary>The file's name in the run's folder.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The form of this document.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>The launch's own id: in the names of its containers, jobs and steps, and in its processes' environment.</summary>
    public required string Launch { get; init; }

    /// <summary>How far it has come.</summary>
    public LaunchState State { get; init; }

    /// <summary>Why it failed; null when it did not.</summary>
    public string? Failure { get; init; }

    /// <summary>The recipe.</summary>
    public required string Recipe { get; init; }

    /// <summary>The engine.</summary>
    public required string Engine { get; init; }

    /// <summary>The SKU.</summary>
    public required string Sku { get; init; }

    /// <summary>The model as requests name it.</summary>
    public required string Model { get; init; }

    /// <summary>The weights' precision.</summary>
    public required string Precision { get; init; }

    /// <summary>What the recipe's expressions stood for.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>process, docker or slurm.</summary>
    public required string Executor { get; init; }

    /// <summary>Where requests go.</summary>
    public string? Url { get; init; }

    /// <summary>When it was begun.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it served; null before.</summary>
    public DateTimeOffset? ReadyAt { get; init; }

    /// <summary>When everything was over; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The host of the launcher and its supervisors.</summary>
    public required string Host { get; init; }

    /// <summary>That host's boot: pids mean nothing after another.</summary>
    public required string BootId { get; init; }

    /// <summary>The launcher itself.</summary>
    public required ManifestProcess Launcher { get; init; }

    /// <summary>Versions of what took part: loadgen, driver, runtime.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; init; } = new Dictionary<string, string>();

    /// <summary>The workers.</summary>
    public IReadOnlyList<ManifestWorker> Workers { get; init; } = [];

    /// <summary>The router; null for none.</summary>
    public ManifestRouter? Router { get; init; }

    /// <summary>The job that holds the nodes; null where none was asked for.</summary>
    public ManifestUnit? Job { get; init; }
}
