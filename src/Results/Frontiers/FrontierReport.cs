using LoadGen.Economics.Figures;

namespace LoadGen.Results.Frontiers;

/// <summary>Frontiers of groups of rows, read at some places.</summary>
public sealed record FrontierReport
{
    /// <summary>Of what, and where.</summary>
    public required FrontierOptions Options { get; init; }

    /// <summary>How a throughput between two points comes about.</summary>
    public required string Formula { get; init; }

    /// <summary>The groups, by name.</summary>
    public required IReadOnlyList<FrontierGroup> Groups { get; init; }

    /// <summary>Rows that are in no group: flagged, not complete, measured again since, or without one of the two figures.</summary>
    public required int LeftOut { get; init; }
}

/// <summary>One group's frontier.</summary>
public sealed record FrontierGroup
{
    /// <summary>What its rows have in common.</summary>
    public required string Name { get; init; }

    /// <summary>How many rows it has.</summary>
    public required int Points { get; init; }

    /// <summary>The ids of those on its frontier of all tokens, by rising interactivity or latency.</summary>
    public required IReadOnlyList<string> Frontier { get; init; }

    /// <summary>How well its engines answered, a task each; none where nobody asked.</summary>
    public IReadOnlyList<GroupScore> Scores { get; init; } = [];

    /// <summary>Where the frontier begins.</summary>
    public required double From { get; init; }

    /// <summary>Where it ends.</summary>
    public required double To { get; init; }

    /// <summary>What it is at each place asked for.</summary>
    public required IReadOnlyList<FrontierReading> Readings { get; init; }
}

/// <summary>A frontier at one place. Input and output tokens have frontiers of their own; all are over all GPUs, of pairs of pools too.</summary>
public sealed record FrontierReading
{
    /// <summary>The place.</summary>
    public required double At { get; init; }

    /// <summary>tok/s/GPU, input and output; null where nothing was measured there.</summary>
    public double? Total { get; init; }

    /// <summary>Output tok/s/GPU; null as above.</summary>
    public double? Output { get; init; }

    /// <summary>Input tok/s/GPU; null as above.</summary>
    public double? Input { get; init; }

    /// <summary>Why one of them is null, one line each.</summary>
    public required IReadOnlyList<string> Absent { get; init; }

    /// <summary>What follows from them, each figure with its formula, price table and date.</summary>
    public required IReadOnlyList<EconomicFigure> Economics { get; init; }
}
