using LoadGen.Simulation.Batching;

namespace LoadGen.Simulation;

/// <summary>What the simulated engine has done since it started or was last reset.</summary>
public sealed record SimulatedEngineStats
{
    /// <summary>Requests to the two generation APIs, refused ones included.</summary>
    public required long Requests { get; init; }

    /// <summary>Generation requests being served now.</summary>
    public required long Active { get; init; }

    /// <summary>Requests served to the end of what was planned for them, a fault's plan included.</summary>
    public required long Completed { get; init; }

    /// <summary>Requests that the client (or the engine's shutdown) ended early.</summary>
    public required long Aborted { get; init; }

    /// <summary>Requests refused for what they say: 400, 401, 404, 413.</summary>
    public required long Refused { get; init; }

    /// <summary>Requests spoiled on demand.</summary>
    public required long Faults { get; init; }

    /// <summary>Of <see cref="Faults"/>, how many of each kind; kinds that did not occur are missing.</summary>
    public required IReadOnlyDictionary<FaultKind, long> FaultsByKind { get; init; }

    /// <summary>Output tokens sent.</summary>
    public required long Tokens { get; init; }

    /// <summary>Chunks of tokens sent on streams.</summary>
    public required long Chunks { get; init; }

    /// <summary>Times a stream had to wait for its client, whose socket was full. Chunks delayed by that are not counted in <see cref="Lateness"/>.</summary>
    public required long Blocked { get; init; }

    /// <summary>How late the engine itself was.</summary>
    public required Lateness Lateness { get; init; }

    /// <summary>The batch of an engine that a roofline paces; null for one with fixed times.</summary>
    public BatchFigures? Batch { get; init; }
}

/// <summary>Time at which a chunk was handed to the kernel, less the time it was due, in µs, over <see cref="Count"/> chunks. Never negative.</summary>
/// <param name="Count">Chunks measured.</param>
/// <param name="MeanUs">Mean.</param>
/// <param name="P50Us">Median (all figures are within 0.1%).</param>
/// <param name="P99Us">99th percentile.</param>
/// <param name="P999Us">99.9th percentile.</param>
/// <param name="MaxUs">Largest.</param>
public sealed record Lateness(long Count, double MeanUs, double P50Us, double P99Us, double P999Us, double MaxUs);
