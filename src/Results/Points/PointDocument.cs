namespace LoadGen.Results.Points;

/// <summary>
/// <c>point.json</c>: what the measurement beside it in the same folder (<c>result.json</c>) was of. Written before the folder gets its final
/// name: a folder <c>points/ID</c> that is there is a finished point.
/// </summary>
public sealed record PointDocument
{
    /// <summary>The file's name in the point's folder.</summary>
    public const string FileName = "point.json";

    /// <summary>Always <c>loadgen.point</c>.</summary>
    public string Schema { get; init; } = "loadgen.point";

    /// <summary>The form of this document.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>The point's id: unique in its sweep, stable over runs of the same file, a legal file name.</summary>
    public required string Id { get; init; }

    /// <summary>The id of its configuration: points of one configuration share an engine start.</summary>
    public required string Configuration { get; init; }

    /// <summary>The sweep's name; null for a run of its own.</summary>
    public string? Sweep { get; init; }

    /// <summary>Which repeat, from 1.</summary>
    public int Repeat { get; init; } = 1;

    /// <summary>SHA-256, hex, of everything that decides the figures: identity, plan, load, versions. Equal: need not be measured again.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>What was measured.</summary>
    public required PointIdentity Identity { get; init; }

    /// <summary>The engine was a simulated one.</summary>
    public bool Simulated { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Exit code of the measurement: 0 done, 4 done but not valid.</summary>
    public int ExitCode { get; init; }

    /// <summary>The launch's folder, relative to the point's; null where the engine was there before.</summary>
    public string? Launch { get; init; }

    /// <summary>The command line of the measurement, one word each.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];
}
