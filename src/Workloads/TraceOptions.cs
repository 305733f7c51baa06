using LoadGen.Workloads.Datasets;

namespace LoadGen.Workloads;

/// <summary>How a trace is read.</summary>
public sealed record TraceOptions
{
    /// <summary>The format; null to tell it from the content and the file's extension.</summary>
    public TraceFormat? Format { get; init; }

    /// <summary>How many times faster than recorded it is replayed: offsets are divided by it.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Takes only the file's first so many requests, and reads no further; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>Fixes the prompts' token ids.</summary>
    public long Seed { get; init; }

    /// <summary>The model's vocabulary size. The default lies within every vocabulary in wide use.</summary>
    public int VocabularySize { get; init; } = 32000;

    /// <summary>The lowest id used. Null: 1000, or 0 for vocabularies under 8,000, as in <see cref="RandomWorkloadOptions.FirstTokenId"/>.</summary>
    public int? FirstTokenId { get; init; }

    private readonly TimeScale? _time;

    /// <summary>The scale of <see cref="Speed"/>, or one that also caps gaps.</summary>
    internal TimeScale Time
    {
        get => _time ?? new TimeScale { Speedup = Speed };
        init => _time = value;
    }

    internal void Validate()
    {
        if (!(Speed > 0) || double.IsInfinity(Speed))
        {
            throw new ArgumentOutOfRangeException(nameof(Speed), Speed, $"The trace speed is {Speed}; it must be a finite number above 0.");
        }

        if (Limit is < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(Limit), Limit, $"The trace limit is {Limit}; it must be at least 1.");
        }
    }
}
