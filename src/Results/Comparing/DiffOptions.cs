using LoadGen.Results.Rows;

namespace LoadGen.Results.Comparing;

/// <summary>When a difference is a regression.</summary>
public sealed record DiffOptions
{
    /// <summary>The figures that are looked at.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = RowMetrics.Main;

    /// <summary>Accuracies of tasks that both sides have are looked at too.</summary>
    public bool HasScores { get; init; } = true;

    /// <summary>A change for the worse of no more than this share of the figure before is nobody's concern. Of an accuracy any drop is that chance does not explain.</summary>
    public double Bound { get; init; } = 0.05;

    /// <summary>Confidence of the intervals.</summary>
    public double Confidence { get; init; } = 0.95;
}
