namespace LoadGen.Sweeps.Folder;

/// <summary><c>eval.json</c> in a finished evaluation's folder: what was asked, and by which command.</summary>
public sealed record EvalDocument
{
    /// <summary>The file's name.</summary>
    public const string FileName = "eval.json";

    /// <summary>Always <c>loadgen.point-eval</c>.</summary>
    public string Schema { get; init; } = "loadgen.point-eval";

    /// <summary>The form of this document.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>The task.</summary>
    public required string Name { get; init; }

    /// <summary>See <see cref="Planning.EvalPlan.Fingerprint"/>.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>The command line, one word each.</summary>
    public required IReadOnlyList<string> Command { get; init; }
}
