using LoadGen.Histograms;

namespace LoadGen.Workloads.Datasets.Reuse;

/// <summary>What caches would have found.</summary>
public sealed record PrefixCacheResult
{
    /// <summary>Tokens of a block.</summary>
    public required int BlockTokens { get; init; }

    /// <summary>Prompts that came.</summary>
    public required long Prompts { get; init; }

    /// <summary>Their tokens.</summary>
    public required long PromptTokens { get; init; }

    /// <summary>Their blocks.</summary>
    public required long Blocks { get; init; }

    /// <summary>Different blocks among them: what a cache without bounds holds at the end.</summary>
    public required long DistinctBlocks { get; init; }

    /// <summary>Blocks that a cache without bounds has when they come.</summary>
    public required long HitBlocks { get; init; }

    /// <summary>Tokens of those blocks; of a block that the prompt's end cuts, the tokens before it.</summary>
    public required long HitTokens { get; init; }

    /// <summary>Different blocks used between two uses of one, over all uses but each block's first.</summary>
    public required HdrHistogram ReuseDistances { get; init; }

    /// <summary>The caches with bounds.</summary>
    public required IReadOnlyList<LruCacheResult> Caches { get; init; }

    /// <summary>Hit tokens / prompt tokens without bounds: the theoretical cache-hit rate; 0 without prompts.</summary>
    public double HitRate => PromptTokens == 0 ? 0 : (double)HitTokens / PromptTokens;

    /// <summary>Hit blocks / blocks without bounds, which leaves out tokens that no block covers; 0 without blocks.</summary>
    public double BlockHitRate => Blocks == 0 ? 0 : (double)HitBlocks / Blocks;
}

/// <summary>What a cache that drops the block used longest ago would have found.</summary>
/// <param name="CapacityTokens">What it holds.</param>
/// <param name="HitBlocks">Blocks that it has when they come.</param>
/// <param name="HitTokens">Their tokens.</param>
public sealed record LruCacheResult(long CapacityTokens, long HitBlocks, long HitTokens)
{
    /// <summary>Hit tokens / prompt tokens.</summary>
    public double HitRate(long promptTokens) => promptTokens == 0 ? 0 : (double)HitTokens / promptTokens;
}
