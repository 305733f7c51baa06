using LoadGen.Economics.Skus;

namespace LoadGen.Launching.Life;

/// <summary>How a launch goes about it.</summary>
public sealed record LaunchOptions
{
    /// <summary>The launch's own id, eight hexadecimal digits: a new one for each.</summary>
    public string Id { get; init; } = Convert.ToHexStringLower(Guid.NewGuid().ToByteArray().AsSpan(0, 4));

    /// <summary>The run's folder: logs, generated files, the manifest. Made if it is not there.</summary>
    public required string Folder { get; init; }

    /// <summary>The plan's SKU; null where the catalog does not have it.</summary>
    public Sku? Sku { get; init; }

    /// <summary>The model's folder on the host; null where the engine finds the model itself.</summary>
    public string? ModelPath { get; init; }

    /// <summary>Names of checks to leave out.</summary>
    public IReadOnlyCollection<string> SkipPreflight { get; init; } = [];

    /// <summary>How long an engine may take to end after SIGTERM.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a job may wait in the cluster's queue.</summary>
    public TimeSpan QueueLimit { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long the GPUs' memory may take to become free after the engine's end.</summary>
    public TimeSpan GpuLimit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>LoadGen's version, for the manifest.</summary>
    public string Version { get; init; } = "";
}
