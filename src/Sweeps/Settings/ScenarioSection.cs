namespace LoadGen.Sweeps.Settings;

/// <summary>What requests look like: lengths, or a trace that has them.</summary>
public sealed record ScenarioSection
{
    /// <summary>Input length in tokens; beside a trace, the longest that the engine is planned for.</summary>
    public int? Isl { get; init; }

    /// <summary>Output length in tokens; beside a trace, the longest that the engine is planned for.</summary>
    public int? Osl { get; init; }

    /// <summary>A trace's file, relative to the sweep's file; null: random prompts of the given lengths.</summary>
    public string? Trace { get; init; }

    /// <summary>How many times as fast; null: as recorded.</summary>
    public double? TraceSpeed { get; init; }

    /// <summary>Only so many requests of it; null: all.</summary>
    public int? TraceLimit { get; init; }
}
