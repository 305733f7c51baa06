using LoadGen.Results.Points;

namespace LoadGen.Results.Comparing;

/// <summary>One point that both sides measured.</summary>
public sealed record PointDiff
{
    /// <summary>What was measured.</summary>
    public required PointIdentity Identity { get; init; }

    /// <summary>The same as people read it.</summary>
    public required string Label { get; init; }

    /// <summary>Runs before.</summary>
    public required int RunsBefore { get; init; }

    /// <summary>Runs after.</summary>
    public required int RunsAfter { get; init; }

    /// <summary>The figures that both sides have.</summary>
    public required IReadOnlyList<FigureDiff> Figures { get; init; }
}
