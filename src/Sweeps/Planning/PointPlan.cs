using LoadGen.Results.Points;

namespace LoadGen.Sweeps.Planning;

/// <summary>One measurement: a configuration under one load, with one scenario, once.</summary>
public sealed record PointPlan
{
    /// <summary>Unique in the sweep, stable over runs of the same file, a legal file name.</summary>
    public required string Id { get; init; }

    /// <summary>The id of its configuration.</summary>
    public required string Configuration { get; init; }

    /// <summary>Which repeat, from 1.</summary>
    public required int Repeat { get; init; }

    /// <summary>What is measured.</summary>
    public required PointIdentity Identity { get; init; }

    /// <summary>The words behind <c>loadgen</c>, without those that are known when the engine serves: address, folder, manifest.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>SHA-256, hex, of everything that decides the figures; see <see cref="PointFingerprint"/>.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>What the engine is asked behind the measurement, in this order.</summary>
    public IReadOnlyList<EvalPlan> Evals { get; init; } = [];

    /// <summary>Requests that are measured; null where a duration or a trace decides.</summary>
    public int? Requests { get; init; }

    /// <summary>Requests before the measurement.</summary>
    public int Warmup { get; init; }

    /// <summary>How long requests are started; null where their number decides.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The words say that a point whose client could not keep up is taken as it is.</summary>
    public bool AllowsInvalid => Words.Contains("--allow-invalid");

    /// <summary>The words say that power is read.</summary>
    public bool HasTelemetry { get; init; }
}
