namespace LoadGen.Watching.Journals;

/// <summary>What a journal's later part must know of its earlier one.</summary>
public sealed record JournalCarry
{
    /// <summary>Fixes prompts and jitter.</summary>
    public required long Seed { get; init; }

    /// <summary>The number of the next round.</summary>
    public required long NextRound { get; init; }

    /// <summary>The number of the next prompt: none is ever sent twice.</summary>
    public required int NextPrompt { get; init; }

    /// <summary>The number of the next alert.</summary>
    public required long NextAlert { get; init; }

    /// <summary>Alerts that fire.</summary>
    public required IReadOnlyList<AlertRecord> Firing { get; init; }

    /// <summary>Alerts whose message nobody has taken yet.</summary>
    public required IReadOnlyList<AlertRecord> Undelivered { get; init; }
}
