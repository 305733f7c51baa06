using LoadGen.Workloads.Datasets;

namespace LoadGen.Workloads.Sessions;

/// <summary>How the turns of conversations become prompts.</summary>
public sealed record SessionPromptOptions
{
    /// <summary>Output tokens of every turn, whatever the dataset says; null for the dataset's.</summary>
    public int? OutputTokens { get; init; }

    /// <summary>Output tokens of the turns of which the dataset says nothing and has no recorded answer.</summary>
    public int DefaultOutputTokens { get; init; } = 128;

    /// <summary>Counts tokens; null for estimates.</summary>
    public ITokenCounter? Counter { get; init; }

    /// <summary>Fixes the token ids of prompts of which only hashes or lengths are known.</summary>
    public long Seed { get; init; }

    /// <summary>The model's vocabulary size, for such prompts.</summary>
    public int VocabularySize { get; init; } = 32000;

    /// <summary>The lowest id used; null for the usual one.</summary>
    public int? FirstTokenId { get; init; }

    /// <summary>The lengths and token ids that sessions share with single requests of the same dataset.</summary>
    internal ConversationPrompts Prompts() => new(new DatasetWorkloadOptions
    {
        OutputTokens = OutputTokens,
        DefaultOutputTokens = DefaultOutputTokens,
        Counter = Counter,
        Seed = Seed,
        VocabularySize = VocabularySize,
        FirstTokenId = FirstTokenId,
    });
}
