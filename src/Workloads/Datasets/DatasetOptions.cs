namespace LoadGen.Workloads.Datasets;

/// <summary>How a dataset is read, and in which order.</summary>
public sealed record DatasetOptions
{
    /// <summary>For <see cref="Repeat"/>: as often as indices allow, 2^31 conversations in all.</summary>
    public const int WithoutEnd = int.MaxValue;

    /// <summary>The format; null to tell it from the first record.</summary>
    public DatasetFormat? Format { get; init; }

    /// <summary>What to do about malformed records.</summary>
    public OnBadLine OnBadLine { get; init; }

    /// <summary>Takes so many conversations: the file's first, or with <see cref="Shuffle"/> so many drawn by the seed. Null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>Puts the conversations in an order that the seed fixes. Otherwise they come as in the file.</summary>
    public bool Shuffle { get; init; }

    /// <summary>Fixes the order, and the token ids of prompts that are known by block hashes or lengths only.</summary>
    public long Seed { get; init; }

    /// <summary>How often the conversations come, each time with names of their own and, shuffled, in another order.</summary>
    public int Repeat { get; init; } = 1;

    /// <summary>How time is compressed.</summary>
    public TimeScale Time { get; init; } = TimeScale.Recorded;

    internal void Validate()
    {
        if (Limit is < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(Limit), Limit, $"The dataset limit is {Limit}; it must be at least 1.");
        }

        if (Repeat < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(Repeat), Repeat, $"The dataset is repeated {Repeat} times; it must be at least 1.");
        }
    }
}
