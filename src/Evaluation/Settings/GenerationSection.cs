namespace LoadGen.Evaluation.Settings;

/// <summary>What is asked of the engine.</summary>
public sealed record GenerationSection
{
    /// <summary>Most output tokens of an answer, reasoning included.</summary>
    public int MaxTokens { get; init; } = 2048;

    /// <summary>Sampling temperature.</summary>
    public double Temperature { get; init; }

    /// <summary>Texts that end an answer.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>
    /// The same for APIs that take text and no messages: a model that only continues texts goes on with a next question of its own.
    /// </summary>
    public IReadOnlyList<string> StopInText { get; init; } = [];

    /// <summary>How often each question is asked.</summary>
    public int Repeats { get; init; } = 1;
}
