namespace LoadGen.Verdicts.Judging;

/// <summary>What a verdict needs to know of a run beside its requests.</summary>
public sealed record RunFacts
{
    /// <summary>Why the measurement is invalid; empty where it is valid.</summary>
    public IReadOnlyList<string> InvalidReasons { get; init; } = [];

    /// <summary>What a reader should know beside the verdict, such as that the load grew over what the endpoint can take.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>When steady state began, s after the run's start, as in records; null where there was none.</summary>
    public double? SteadyStartS { get; init; }

    /// <summary>When it ended.</summary>
    public double? SteadyEndS { get; init; }

    /// <summary>What evaluations found, one for each that the SLA asks for.</summary>
    public IReadOnlyList<AccuracyFact> Accuracies { get; init; } = [];
}

/// <summary>What an evaluation found.</summary>
/// <param name="Evaluation">Its name or file, as the objective has it.</param>
/// <param name="Dataset">Its questions, as the objective has them.</param>
/// <param name="Right">Questions answered right.</param>
/// <param name="Asked">Questions asked; errors count as wrong.</param>
public sealed record AccuracyFact(string Evaluation, string? Dataset, int Right, int Asked);
