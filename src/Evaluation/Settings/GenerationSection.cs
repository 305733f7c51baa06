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

    /// <summary>How often each question is asked.</summary>
    public int Repeats { get; init; } = 1;
}
