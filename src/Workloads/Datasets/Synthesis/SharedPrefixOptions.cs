namespace LoadGen.Workloads.Datasets.Synthesis;

/// <summary>What made-up prompts that begin alike are made of; the counterpart of SGLang's <c>generated-shared-prefix</c>.</summary>
public sealed record SharedPrefixOptions
{
    /// <summary>How many different prefixes there are.</summary>
    public required int Groups { get; init; }

    /// <summary>How many conversations there are, over all groups. SGLang's groups times prompts a group.</summary>
    public required int Count { get; init; }

    /// <summary>Tokens that the prompts of one group begin with.</summary>
    public required int PrefixTokens { get; init; }

    /// <summary>Tokens behind them, which no other prompt has; the longest where <see cref="RangeRatio"/> is below 1.</summary>
    public required int SuffixTokens { get; init; }

    /// <summary>Output tokens; the most where <see cref="RangeRatio"/> is below 1.</summary>
    public required int OutputTokens { get; init; }

    /// <summary>Suffixes and outputs are uniform over [ratio × length, length].</summary>
    public double RangeRatio { get; init; } = 1;

    /// <summary>
    /// How groups are drawn: null gives each the same number of conversations, in an order that the seed fixes; a number above 0 draws
    /// the group of rank r with a probability that falls as 1 / r^alpha.
    /// </summary>
    public double? ZipfAlpha { get; init; }

    /// <summary>Fixes groups, lengths and ids.</summary>
    public long Seed { get; init; }

    internal void Validate()
    {
        Require(Groups is >= 1 and <= 1_000_000, nameof(Groups), Groups, "from 1 to 1000000");
        Require(Count >= 1, nameof(Count), Count, "at least 1");
        Require(PrefixTokens is >= 1 and <= TokenLimits.MaxTokens, nameof(PrefixTokens), PrefixTokens, $"from 1 to {TokenLimits.MaxTokens}");
        Require(SuffixTokens is >= 1 and <= TokenLimits.MaxTokens, nameof(SuffixTokens), SuffixTokens, $"from 1 to {TokenLimits.MaxTokens}");
        Require(OutputTokens is >= 1 and <= TokenLimits.MaxTokens, nameof(OutputTokens), OutputTokens, $"from 1 to {TokenLimits.MaxTokens}");
        Require(RangeRatio is > 0 and <= 1, nameof(RangeRatio), RangeRatio, "above 0, at most 1");
        Require(ZipfAlpha is null || (ZipfAlpha > 0 && double.IsFinite(ZipfAlpha.Value)), nameof(ZipfAlpha), ZipfAlpha, "a finite number above 0");
    }

    private static void Require(bool holds, string name, object? value, string accepted)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; it must be {accepted}.");
        }
    }
}
