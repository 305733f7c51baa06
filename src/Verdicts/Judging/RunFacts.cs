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

    /// <summary>Where the run follows earlier measurements of the same load: when it began on the time line of them all, s; else 0.</summary>
    public double BeginsS { get; init; }

    /// <summary>The steady states of these earlier measurements, on the time line of them all.</summary>
    public IReadOnlyList<SteadyTime> EarlierSteady { get; init; } = [];

    /// <summary>The steady states of all measurements, on the time line of them all.</summary>
    public IReadOnlyList<SteadyTime> Steady => SteadyStartS is { } startS && SteadyEndS is { } endS && endS > startS
        ? [.. EarlierSteady, new SteadyTime(startS + BeginsS, endS + BeginsS)]
        : EarlierSteady;

    /// <summary>What evaluations found, one for each that the SLA asks for.</summary>
    public IReadOnlyList<AccuracyFact> Accuracies { get; init; } = [];
}

/// <summary>A steady state's time.</summary>
/// <param name="StartS">When it began, s.</param>
/// <param name="EndS">When it ended, s.</param>
public readonly record struct SteadyTime(double StartS, double EndS);

/// <summary>What an evaluation found.</summary>
/// <param name="Evaluation">Its name or file, as the objective has it.</param>
/// <param name="Dataset">Its questions, as the objective has them.</param>
/// <param name="Right">Questions answered right.</param>
/// <param name="Asked">Questions asked; errors count as wrong.</param>
public sealed record AccuracyFact(string Evaluation, string? Dataset, int Right, int Asked);
