using LoadGen.Verdicts.Objectives;

namespace LoadGen.Verdicts.Settings;

/// <summary>An SLA, read and checked.</summary>
public sealed record Sla
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The file's keys.</summary>
    public required SlaFile File { get; init; }

    /// <summary>Its objectives, in the file's order; at least one.</summary>
    public required IReadOnlyList<Objective> Objectives { get; init; }

    /// <summary>The load that it holds under.</summary>
    public required SlaLoad Load { get; init; }

    /// <summary>How sure pass and fail are.</summary>
    public double Confidence => File.Confidence;
}
