namespace LoadGen.Sweeps.Planning;

/// <summary>A sweep with everything decided and nothing started: configurations in order, each with its points in order.</summary>
public sealed record SweepPlan
{
    /// <summary>The sweep's name.</summary>
    public required string Name { get; init; }

    /// <summary>The text of its file.</summary>
    public required string Text { get; init; }

    /// <summary>What is measured: one engine start each.</summary>
    public required IReadOnlyList<ConfigurationPlan> Configurations { get; init; }

    /// <summary>Every point.</summary>
    public IEnumerable<PointPlan> Points => Configurations.SelectMany(configuration => configuration.Points);
}
