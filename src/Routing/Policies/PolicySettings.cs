using System.Globalization;

namespace LoadGen.Routing.Policies;

/// <summary>Which policy a pool has, and its thresholds. Those of other policies are not looked at, but must be possible all the same.</summary>
public sealed record PolicySettings
{
    /// <summary>The smallest block of a prompt. Smaller ones cost more than the tokens they find again.</summary>
    public const int PrefixBlockBytesMin = 16;

    /// <summary>The largest block of a prompt. A prompt shorter than a block is never found again.</summary>
    public const int PrefixBlockBytesMax = 65_536;

    /// <summary>The most blocks that can be kept: at some 50 bytes each, 3 GB.</summary>
    public const int PrefixBlocksMost = 1 << 26;

    /// <summary>One of <see cref="PolicyNames"/>.</summary>
    public string Name { get; init; } = PolicyNames.LeastRequests;

    /// <summary><c>consistent_hash</c>: a worker with more than this many times the mean passes a key on to the next.</summary>
    public double LoadFactor { get; init; } = 1.25;

    /// <summary><c>prefix_cache</c>: the least share of a prompt that a worker must have seen to be chosen for it.</summary>
    public double MatchThreshold { get; init; } = 0.3;

    /// <summary><c>prefix_cache</c>: a worker is overloaded when it has this many requests more than the mean, and <see cref="BalanceRelThreshold"/> holds too.</summary>
    public int BalanceAbsThreshold { get; init; } = 64;

    /// <summary><c>prefix_cache</c>: a worker is overloaded when it has this many times the mean, and <see cref="BalanceAbsThreshold"/> holds too.</summary>
    public double BalanceRelThreshold { get; init; } = 1.5;

    /// <summary><c>prefix_cache</c>: bytes of a prompt that are compared as one.</summary>
    public int PrefixBlockBytes { get; init; } = 256;

    /// <summary><c>prefix_cache</c>: the most blocks that are remembered.</summary>
    public int PrefixBlocksMax { get; init; } = 1 << 20;

    /// <summary>Every problem, with what would be right; empty when there is none.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> problems = [];
        if (!PolicyNames.All.Contains(Name))
        {
            problems.Add($"name: '{Name}' is no policy; use one of {string.Join(", ", PolicyNames.All)}");
        }

        Check(problems, "load_factor", LoadFactor, LoadFactor is > 1 and <= 100, "a number above 1 and up to 100, such as 1.25");
        Check(problems, "match_threshold", MatchThreshold, MatchThreshold is >= 0 and <= 1, "a share from 0 to 1, such as 0.3");
        Check(problems, "balance_abs_threshold", BalanceAbsThreshold, BalanceAbsThreshold >= 0, "0 or more requests, such as 64");
        Check(problems, "balance_rel_threshold", BalanceRelThreshold, BalanceRelThreshold is >= 1 and <= 1000, "a number from 1 to 1000, such as 1.5");
        Check(problems, "prefix_block_bytes", PrefixBlockBytes, PrefixBlockBytes is >= PrefixBlockBytesMin and <= PrefixBlockBytesMax,
            $"{PrefixBlockBytesMin} to {PrefixBlockBytesMax} bytes, such as 256");
        Check(problems, "prefix_blocks_max", PrefixBlocksMax, PrefixBlocksMax is >= 1 and <= PrefixBlocksMost,
            $"1 to {PrefixBlocksMost} blocks, such as 1048576");
        return problems;
    }

    private static void Check(List<string> problems, string key, double value, bool isRight, string right)
    {
        if (!isRight)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"{key}: {value} is out of range; use {right}"));
        }
    }
}
