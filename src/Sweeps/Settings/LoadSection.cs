namespace LoadGen.Sweeps.Settings;

/// <summary>What <c>loadgen bench</c> is told about load. InferenceX's way where nothing is said.</summary>
public sealed record LoadSection
{
    /// <summary>The API, as <c>bench --api</c>; null: bench's own choice.</summary>
    public string? Api { get; init; }

    /// <summary>The model's tokenizer, a file or folder relative to the sweep's file: prompts of given lengths are text of exactly these, as <c>bench --tokenizer</c>.</summary>
    public string? Tokenizer { get; init; }

    /// <summary>Lengths are uniform in [ratio × length, length]; null: 0.8.</summary>
    public double? RangeRatio { get; init; }

    /// <summary>Requests for each stream; null: 10.</summary>
    public int? RequestsPerConc { get; init; }

    /// <summary>The fewest requests of a point; null: no bound.</summary>
    public int? RequestsMin { get; init; }

    /// <summary>Start requests for so long, instead of a number of them.</summary>
    public double? DurationS { get; init; }

    /// <summary>Requests before the measurement, for each stream; null: 2.</summary>
    public int? WarmupPerConc { get; init; }

    /// <summary>The most requests before the measurement; null: no bound.</summary>
    public int? WarmupMax { get; init; }

    /// <summary>Fixes prompts, lengths and order; null: 0. Each point has a seed of its own that follows from it.</summary>
    public long? Seed { get; init; }

    /// <summary>A point whose client could not keep up counts as done; null: it makes the sweep end with 4.</summary>
    public bool? AllowInvalid { get; init; }

    /// <summary>Further words for <c>loadgen bench</c>, such as <c>--goodput</c>.</summary>
    public IReadOnlyList<string>? Bench { get; init; }
}
