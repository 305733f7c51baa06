namespace LoadGen.Evaluation.Settings;

/// <summary>How questions are asked.</summary>
public sealed record PromptSection
{
    /// <summary>The user's message, with placeholders such as <c>{question}</c>; a brace is written twice.</summary>
    public required string Template { get; init; }

    /// <summary>The system's message; null for none.</summary>
    public string? System { get; init; }

    /// <summary>A choice, as <c>{choices}</c> lists them, one a line.</summary>
    public string Choice { get; init; } = "{letter}) {text}";
}
