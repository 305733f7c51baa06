namespace LoadGen.Launching.Manifests;

/// <summary>A worker in a manifest.</summary>
public sealed record ManifestWorker
{
    /// <summary>Its name in the plan.</summary>
    public required string Name { get; init; }

    /// <summary>engine, prefill, decode or frontend.</summary>
    public required string Role { get; init; }

    /// <summary>Its first node, by the host's name.</summary>
    public required string Node { get; init; }

    /// <summary>The index of that node in the plan.</summary>
    public int NodeIndex { get; init; }

    /// <summary>How many nodes it spans.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>The indices of its GPUs on each of its nodes.</summary>
    public IReadOnlyList<int> Gpus { get; init; } = [];

    /// <summary>Where it serves.</summary>
    public string? Url { get; init; }

    /// <summary>The port of a prefill worker's bootstrap server; null for none.</summary>
    public int? BootstrapPort { get; init; }

    /// <summary>The worker whose process is this one's too; null for one with its own.</summary>
    public string? ServedBy { get; init; }

    /// <summary>What runs for it: one unit, or one for each of its nodes.</summary>
    public IReadOnlyList<ManifestUnit> Units { get; init; } = [];
}

/// <summary>The router in a manifest.</summary>
/// <param name="Protocol">The hand-off.</param>
/// <param name="Url">Where it takes requests.</param>
/// <param name="Unit">What runs.</param>
public sealed record ManifestRouter(string Protocol, string Url, ManifestUnit Unit);
