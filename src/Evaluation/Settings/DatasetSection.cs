using LoadGen.Evaluation.Questions;

namespace LoadGen.Evaluation.Settings;

/// <summary>Where the questions are.</summary>
public sealed record DatasetSection
{
    /// <summary>What a line looks like.</summary>
    public required DatasetShape Shape { get; init; }

    /// <summary>The file, relative to the evaluation's; null: it is named at the command line.</summary>
    public string? File { get; init; }
}
