namespace LoadGen.Sweeps.Settings;

/// <summary>What requests look like: lengths, or a file that has them (a trace, a dataset, sessions of a dataset).</summary>
public sealed record ScenarioSection
{
    /// <summary>Input length in tokens; beside a file, the longest that the engine is planned for.</summary>
    public int? Isl { get; init; }

    /// <summary>Output length in tokens; beside a file, the longest that the engine is planned for.</summary>
    public int? Osl { get; init; }

    /// <summary>A trace's file, relative to the sweep's file; null: random prompts of the given lengths.</summary>
    public string? Trace { get; init; }

    /// <summary>How many times as fast; null: as recorded.</summary>
    public double? TraceSpeed { get; init; }

    /// <summary>Only so many requests of it; null: all.</summary>
    public int? TraceLimit { get; init; }

    /// <summary>A dataset's file, relative to the sweep's file, of which each conversation is one request: as <c>loadgen bench --dataset</c>.</summary>
    public string? Dataset { get; init; }

    /// <summary>A dataset's file, relative to the sweep's file, whose conversations are replayed turn by turn: as <c>loadgen bench --sessions</c>.</summary>
    public string? Sessions { get; init; }

    /// <summary>The dataset's format; null: told from its first record.</summary>
    public string? DatasetFormat { get; init; }

    /// <summary>Only so many conversations of it; null: all.</summary>
    public int? DatasetLimit { get; init; }

    /// <summary>Output tokens of every request of the dataset; null: as it says.</summary>
    public int? OutputTokens { get; init; }
}
