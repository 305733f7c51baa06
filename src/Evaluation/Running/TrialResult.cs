using LoadGen.Evaluation.Prompts;
using LoadGen.Inference;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Evaluation.Running;

/// <summary>What became of one request of an evaluation.</summary>
public sealed record TrialResult
{
    /// <summary>The request.</summary>
    public required Trial Trial { get; init; }

    /// <summary>How it ended. An error is a wrong answer, and counted apart too.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>Why the answer ended, as the server says; <see cref="FinishReason.Length"/> is an answer cut off at its token limit.</summary>
    public FinishReason Finish { get; init; }

    /// <summary>What was found in it; null for nothing.</summary>
    public string? Extracted { get; init; }

    /// <summary>It was found in the form that was asked for.</summary>
    public bool IsStrict { get; init; }

    /// <summary>It is the right one.</summary>
    public bool IsRight { get; init; }

    /// <summary>Prompt tokens as the server states them; null where it does not.</summary>
    public int? InputTokens { get; init; }

    /// <summary>Output tokens as the server states them, else output chunks.</summary>
    public int OutputTokens { get; init; }
}
