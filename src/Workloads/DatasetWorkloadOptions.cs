using LoadGen.Workloads.Datasets;

namespace LoadGen.Workloads;

/// <summary>How conversations become prompts: of single requests, or of a session's turns.</summary>
public sealed record DatasetWorkloadOptions
{
    /// <summary>Which turn of each conversation is asked; null for what <see cref="DatasetWorkload.UsualTurn"/> says of the format.</summary>
    public DatasetTurn? Turn { get; init; }

    /// <summary>Output tokens of every request, whatever the dataset says; null for the dataset's.</summary>
    public int? OutputTokens { get; init; }

    /// <summary>Output tokens of the requests of which the dataset says nothing and has no recorded answer.</summary>
    public int DefaultOutputTokens { get; init; } = 128;

    /// <summary>Counts tokens; null for estimates.</summary>
    public ITokenCounter? Counter { get; init; }

    /// <summary>Fixes the token ids of prompts of which only hashes or lengths are known.</summary>
    public long Seed { get; init; }

    /// <summary>The model's vocabulary size, for such prompts.</summary>
    public int VocabularySize { get; init; } = 32000;

    /// <summary>The lowest id used, as in <see cref="RandomWorkloadOptions.FirstTokenId"/>.</summary>
    public int? FirstTokenId { get; init; }
}

/// <summary>Which turn of a conversation is asked.</summary>
public enum DatasetTurn
{
    /// <summary>The first, as vLLM and SGLang ask ShareGPT's.</summary>
    First,

    /// <summary>The last, with all that was said before it and the recorded answers.</summary>
    Last,
}
