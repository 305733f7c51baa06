namespace LoadGen.Evaluation.Settings;

/// <summary>An evaluation's file, key for key (<c>FewShot</c> is <c>few_shot</c>). docs/evaluation.md describes each.</summary>
public sealed record EvaluationFile
{
    /// <summary>The evaluation's name; null: the file's.</summary>
    public string? Name { get; init; }

    /// <summary>What it asks, in a line.</summary>
    public string? About { get; init; }

    /// <summary>Where prompt and matching come from.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Where the questions are.</summary>
    public required DatasetSection Dataset { get; init; }

    /// <summary>How they are asked.</summary>
    public required PromptSection Prompt { get; init; }

    /// <summary>Examples before each question.</summary>
    public FewShotSection FewShot { get; init; } = new();

    /// <summary>What is asked of the engine.</summary>
    public GenerationSection Generation { get; init; } = new();

    /// <summary>How an answer is found in what the model says.</summary>
    public required ExtractSection Extract { get; init; }

    /// <summary>When an answer is right.</summary>
    public required MatchSection Match { get; init; }
}
