namespace LoadGen.Verdicts.Searching;

/// <summary>Where the highest level that keeps an SLA is looked for, and how exactly.</summary>
public sealed record SearchOptions
{
    /// <summary>How exactly when nobody says: the lowest level that fails is at most 5% above the highest that passes.</summary>
    public const double DefaultPrecision = 0.05;

    /// <summary>The level that is measured first.</summary>
    public required double Start { get; init; }

    /// <summary>The lowest level that is of interest.</summary>
    public required double Lowest { get; init; }

    /// <summary>The highest.</summary>
    public required double Highest { get; init; }

    /// <summary>How far the two ends of the result may be apart, as a share of the lower one.</summary>
    public double Precision { get; init; } = DefaultPrecision;

    /// <summary>Levels are whole numbers.</summary>
    public bool IsWhole { get; init; }

    /// <summary>How often a level is measured at most while its verdict is uncertain.</summary>
    public int MeasurementsMax { get; init; } = 3;

    /// <summary>Time that may be spent on measurements, seconds; a measurement under way when it is over is finished. Null for no limit.</summary>
    public double? BudgetS { get; init; }

    /// <exception cref="ArgumentException">They cannot be meant.</exception>
    public SearchOptions Checked()
    {
        if (!(Lowest > 0 && Lowest <= Start && Start <= Highest && double.IsFinite(Highest)))
        {
            throw new ArgumentException(FormattableString.Invariant($"a search from {Lowest} to {Highest} that starts at {Start}: accepted: 0 < from ≤ start ≤ to"));
        }

        return Precision > 0 && MeasurementsMax > 0 ? this : throw new ArgumentException("precision and measurements must be above 0");
    }
}
