namespace LoadGen.Results.Comparing;

/// <summary>Two sets of results against each other.</summary>
public sealed record DiffReport
{
    /// <summary>The bound in force.</summary>
    public required double Bound { get; init; }

    /// <summary>The intervals' confidence.</summary>
    public required double Confidence { get; init; }

    /// <summary>Points that both sides measured.</summary>
    public required IReadOnlyList<PointDiff> Points { get; init; }

    /// <summary>Points that only the first side measured.</summary>
    public required IReadOnlyList<string> OnlyBefore { get; init; }

    /// <summary>Points that only the second side measured.</summary>
    public required IReadOnlyList<string> OnlyAfter { get; init; }

    /// <summary>Points that stood before and do not after, with what became of them: not there, partial, invalid or failed.</summary>
    public required IReadOnlyList<string> Lost { get; init; }

    /// <summary>Runs that were left out, with the reason: what does not stand is not compared.</summary>
    public required IReadOnlyList<string> LeftOut { get; init; }

    /// <summary>Figures that got worse past the bound, and not by chance.</summary>
    public int Regressions => Points.Sum(point => point.Figures.Count(figure => figure.Verdict == FigureVerdict.Regression));
}
