using LoadGen.Simulation.Requests;

namespace LoadGen.Simulation.Serving;

/// <summary>The blocks of prompts that an engine has seen; the oldest are forgotten first. It says what would be cached, and changes no times.</summary>
/// <param name="blocksMax">How many are remembered.</param>
internal sealed class PrefixCache(int blocksMax = PrefixCache.DefaultBlocks)
{
    // 4 million tokens, as a large engine's memory holds; some 4 MB of ours.
    private const int DefaultBlocks = 65_536;

    private readonly Lock _lock = new();
    private readonly HashSet<ulong> _known = [];
    private readonly Queue<ulong> _oldestFirst = new();

    /// <summary>Remembers the prompts of a request.</summary>
    /// <returns>Of each prompt, how many tokens at its start were known before.</returns>
    public int[] Remember(PromptBlocks blocks)
    {
        lock (_lock)
        {
            return [.. blocks.Prompts.Select(Remember)];
        }
    }

    private int Remember(IReadOnlyList<ulong> hashes)
    {
        int known = 0;
        while (known < hashes.Count && _known.Contains(hashes[known]))
        {
            known++;
        }

        foreach (ulong hash in hashes.Skip(known))
        {
            if (_known.Add(hash))
            {
                _oldestFirst.Enqueue(hash);
            }

            if (_known.Count > blocksMax)
            {
                _known.Remove(_oldestFirst.Dequeue());
            }
        }

        return known * PromptBlocks.BlockTokens;
    }
}
