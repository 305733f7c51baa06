namespace LoadGen.Workloads;

/// <summary>What a <see cref="RandomWorkload"/> is made of. The defaults are those of InferenceX's client.</summary>
public sealed record RandomWorkloadOptions
{
    /// <summary>The longest prompt, in tokens, the shared prefix not counted (<c>--random-input-len</c>).</summary>
    public required int InputTokens { get; init; }

    /// <summary>The longest output, in tokens (<c>--random-output-len</c>).</summary>
    public required int OutputTokens { get; init; }

    /// <summary>
    /// Lengths are uniform over [int(ratio · L), L], both ends in (<c>--random-range-ratio</c>). The client's default is 1.0, every
    /// request L long; InferenceX's recipes pass 0.8.
    /// </summary>
    public double RangeRatio { get; init; } = 1.0;

    /// <summary>The seed, 0 to 2^32 − 1: numpy takes no other.</summary>
    public long Seed { get; init; }

    /// <summary>Tokens that every prompt begins with, added to its own length (<c>--random-prefix-len</c>).</summary>
    public int PrefixTokens { get; init; }

    /// <summary>
    /// The model's vocabulary size. The default lies within every vocabulary in wide use. Lengths equal InferenceX's whatever it is
    /// (as long as there is no shared prefix); offsets equal InferenceX's when it is the tokenizer's.
    /// </summary>
    public int VocabularySize { get; init; } = 32000;

    /// <summary>
    /// The lowest id used. Null: 1000, which keeps out the control tokens at the front of some vocabularies, or 0 for vocabularies
    /// under 8,000. With 0 the ids are exactly those InferenceX draws.
    /// </summary>
    public int? FirstTokenId { get; init; }

    /// <summary>
    /// How many requests. The draws depend on it, as they do in InferenceX, where it is <c>--num-prompts</c>. Null: a workload without
    /// end, see <see cref="RandomWorkload.EndlessBlockRequests"/>.
    /// </summary>
    public int? Count { get; init; }

    internal int LowestInput => (int)(InputTokens * RangeRatio);

    internal int LowestOutput => (int)(OutputTokens * RangeRatio);

    /// <summary>Throws for the first value no workload can be made of, saying what would be right.</summary>
    internal void Validate()
    {
        Require(RangeRatio is >= 0 and <= 1, nameof(RangeRatio), RangeRatio, "a number from 0 to 1");
        Require(Seed is >= 0 and <= uint.MaxValue, nameof(Seed), Seed, "from 0 to 4294967295, the seeds numpy takes");
        Require(InputTokens is >= 0 and <= TokenLimits.MaxTokens, nameof(InputTokens), InputTokens, $"from 1 to {TokenLimits.MaxTokens}");
        Require(OutputTokens is >= 1 and <= TokenLimits.MaxTokens, nameof(OutputTokens), OutputTokens, $"from 1 to {TokenLimits.MaxTokens}");
        Require(PrefixTokens is >= 0 and <= TokenLimits.MaxTokens, nameof(PrefixTokens), PrefixTokens, $"from 0 to {TokenLimits.MaxTokens}");
        Require(Count is null or >= 0, nameof(Count), Count, "at least 0, or null for no end");
        Require(LowestInput + PrefixTokens >= 1, nameof(InputTokens), InputTokens, $"long enough that no prompt of 0 tokens is drawn at range ratio {RangeRatio}");
        Require(LowestOutput >= 1, nameof(OutputTokens), OutputTokens, $"long enough that no output of 0 tokens is drawn at range ratio {RangeRatio}");
    }

    private static void Require(bool holds, string name, object? value, string accepted)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; it must be {accepted}.");
        }
    }
}
