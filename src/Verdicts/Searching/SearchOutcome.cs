namespace LoadGen.Verdicts.Searching;

/// <summary>Why a search is over.</summary>
public enum SearchEnd
{
    /// <summary>It is not.</summary>
    UnderWay,

    /// <summary>The two ends are as close as was asked for.</summary>
    Exact,

    /// <summary>The highest level of interest passes.</summary>
    PassesEverywhere,

    /// <summary>The lowest level of interest fails.</summary>
    FailsEverywhere,

    /// <summary>Between the ends are levels whose verdict stayed uncertain.</summary>
    Uncertain,

    /// <summary>The time that it may take is spent.</summary>
    OutOfTime,

    /// <summary>The client could not make the load of the last level.</summary>
    ClientBound,
}

/// <summary>What a search has found.</summary>
/// <param name="HighestPass">The highest level at which the SLA was shown to hold; null for none.</param>
/// <param name="LowestFail">The lowest at which it was shown not to; null for none.</param>
/// <param name="End">Why it is over.</param>
/// <param name="Steps">Its measurements, in their order.</param>
public sealed record SearchOutcome(double? HighestPass, double? LowestFail, SearchEnd End, IReadOnlyList<LevelMeasurement> Steps)
{
    /// <summary>The geometric middle of the two ends; null without both.</summary>
    public double? Estimate => HighestPass is { } pass && LowestFail is { } fail ? Math.Sqrt(pass * fail) : null;

    /// <summary>The last measurement at the highest level that passed; null for none.</summary>
    public LevelMeasurement? AtHighestPass => Steps.LastOrDefault(step => step.Level == HighestPass);

    /// <summary>What all measurements took, seconds.</summary>
    public double SpentS => Steps.Sum(step => step.SpentS);
}
