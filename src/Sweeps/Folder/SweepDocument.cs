using LoadGen.Results.Points;
using LoadGen.Sweeps.Planning;

namespace LoadGen.Sweeps.Folder;

/// <summary><c>sweep.json</c>: what the sweep in this folder measures. Written whole whenever a run begins.</summary>
public sealed record SweepDocument
{
    /// <summary>The file's name in the sweep's folder.</summary>
    public const string FileName = "sweep.json";

    /// <summary>Always <c>loadgen.sweep</c>.</summary>
    public string Schema { get; init; } = "loadgen.sweep";

    /// <summary>The form of this document.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>The sweep's name.</summary>
    public required string Name { get; init; }

    /// <summary>When its first run began, UTC.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Version and commit of what planned it.</summary>
    public required string Tool { get; init; }

    /// <summary>Its points, in order.</summary>
    public required IReadOnlyList<SweepDocumentPoint> Points { get; init; }

    /// <summary>The document of a plan.</summary>
    public static SweepDocument Of(SweepPlan plan, DateTimeOffset created, string tool)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new SweepDocument
        {
            Name = plan.Name,
            Created = created,
            Tool = tool,
            Points = [.. plan.Points.Select(point => new SweepDocumentPoint(point.Id, point.Configuration, point.Fingerprint, point.Repeat, point.Identity))],
        };
    }
}

/// <summary>A point of a sweep.</summary>
/// <param name="Id">Its id: its folder's name.</param>
/// <param name="Configuration">Its configuration's id.</param>
/// <param name="Fingerprint">Of what is to be measured; a finished point with another one is an earlier form's.</param>
/// <param name="Repeat">Which repeat, from 1.</param>
/// <param name="Identity">What is measured.</param>
public sealed record SweepDocumentPoint(string Id, string Configuration, string Fingerprint, int Repeat, PointIdentity Identity);
