namespace LoadGen.Sweeps.Settings;

/// <summary>An evaluation of each engine after each point: how well it answers, beside how fast. What is null is the evaluation's own to say.</summary>
public sealed record EvalSection
{
    /// <summary>The evaluation: one that the binary carries, such as <c>gsm8k</c>, or a file, relative to the sweep's file.</summary>
    public string? Evaluation { get; init; }

    /// <summary>The task, as rows and folders name it; null: the evaluation's name.</summary>
    public string? Name { get; init; }

    /// <summary>The questions, relative to the sweep's file; null: the evaluation's own file.</summary>
    public string? Dataset { get; init; }

    /// <summary>Questions to take examples from, relative to the sweep's file.</summary>
    public string? FewShotFile { get; init; }

    /// <summary>Examples before each question.</summary>
    public int? FewShot { get; init; }

    /// <summary>Ask only so many questions; null: all.</summary>
    public int? Limit { get; init; }

    /// <summary>Ask each question so often.</summary>
    public int? Repeats { get; init; }

    /// <summary>Most output tokens of an answer.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Sampling temperature.</summary>
    public double? Temperature { get; init; }

    /// <summary>Questions at once; null: the point's concurrency, so that answers are those of the load that was measured.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Only after points of these concurrencies; null: after all.</summary>
    public IReadOnlyList<int>? ConcList { get; init; }

    /// <summary>The API, as <c>eval --api</c>; null: chat.</summary>
    public string? Api { get; init; }

    /// <summary>Fixes which questions a limit leaves; null: 0. The same for all points, which are so asked the same questions.</summary>
    public long? Seed { get; init; }

    /// <summary>Further words for <c>loadgen eval</c>, such as <c>--api-key-env</c>.</summary>
    public IReadOnlyList<string>? Eval { get; init; }
}
