namespace LoadGen.Sweeps.Importing;

/// <summary>What came of a master configuration.</summary>
public sealed record ImportedFile
{
    /// <summary>Entries of the file.</summary>
    public required int Entries { get; init; }

    /// <summary>Search spaces of all entries.</summary>
    public required int Spaces { get; init; }

    /// <summary>Points of all entries.</summary>
    public required int Points { get; init; }

    /// <summary>Entries with at least one search space that can be launched.</summary>
    public required int EntriesTaken { get; init; }

    /// <summary>Points that can be launched.</summary>
    public required int PointsTaken { get; init; }

    /// <summary>The sweep's file: what can be launched, and as comments what cannot, with the reasons.</summary>
    public required string Text { get; init; }

    /// <summary>What is not in it, or not as the entry has it, one line each: <c>file:line:column: entry: reason</c>.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
