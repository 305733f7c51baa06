namespace LoadGen.Evaluation.Questions;

/// <summary>One question of a data set, freed of the data set's shape.</summary>
public sealed record Question
{
    /// <summary>Its name: the data set's own, or <see cref="Hash"/>; no two questions of a set share one.</summary>
    public required string Id { get; init; }

    /// <summary>XXH64 of text, expected answer and choices, as 16 hexadecimal digits: two runs asked the same where these are the same.</summary>
    public required string Hash { get; init; }

    /// <summary>Where it stands, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>What is asked.</summary>
    public required string Text { get; init; }

    /// <summary>The right answer; where there are choices, the right one's text.</summary>
    public required string Expected { get; init; }

    /// <summary>How the answer is found, which examples show; null where the data set does not say.</summary>
    public string? Solution { get; init; }

    /// <summary>The wrong choices; empty where the answer is free.</summary>
    public IReadOnlyList<string> Incorrect { get; init; } = [];

    /// <summary>Its subject; null where the data set does not say.</summary>
    public string? Subject { get; init; }

    /// <summary>Its difficulty; null where the data set does not say.</summary>
    public string? Level { get; init; }
}
