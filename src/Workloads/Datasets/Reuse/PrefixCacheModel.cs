using LoadGen.Histograms;

namespace LoadGen.Workloads.Datasets.Reuse;

/// <summary>
/// What caches of prompt blocks would have found, had the prompts come in this order: one without bounds, and ones that hold so many
/// tokens and drop what was used longest ago. One pass, one answer for all capacities.
/// </summary>
/// <remarks>
/// <para>
/// A block is found when it and all before it in the prompt are there. A prompt's blocks are used from the last to the first, so a
/// block is never older than one behind it: tails are dropped before heads, as engines do it.
/// </para>
/// <para>
/// The distance of a use is the number of different blocks used since the block's last use; a cache of c blocks has it when the
/// distance is below c (Mattson et al., "Evaluation techniques for storage hierarchies", IBM Systems Journal 9(2), 1970). Uses stand in
/// slots by time, a Fenwick tree counts the slots in use, and slots are closed up when they run out: memory is about 60 bytes a distinct block,
/// whatever the number of prompts.
/// </para>
/// </remarks>
public sealed class PrefixCacheModel
{
    private const int FirstSlots = 1024;

    private readonly int _blockTokens;
    private readonly LruCache[] _caches;
    private readonly Dictionary<ulong, int> _slotOf = [];
    private readonly HdrHistogram _distances = new(1, 1L << 40, 2);
    private ulong[] _blockAt = new ulong[FirstSlots];
    private bool[] _isLatest = new bool[FirstSlots];
    private int[] _tree = new int[FirstSlots + 1];
    private int _nextSlot;
    private long _prompts;
    private long _blocks;
    private long _promptTokens;
    private long _hitBlocks;
    private long _hitTokens;

    /// <summary>An empty cache of blocks of <paramref name="blockTokens"/> tokens.</summary>
    /// <param name="blockTokens">Tokens of a block.</param>
    /// <param name="capacitiesTokens">Capacities to know the hit rate of, in tokens.</param>
    public PrefixCacheModel(int blockTokens, IReadOnlyList<long>? capacitiesTokens = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(blockTokens);
        _blockTokens = blockTokens;
        _caches = [.. (capacitiesTokens ?? []).Select(tokens => new LruCache(tokens, tokens / blockTokens))];
    }

    /// <summary>A prompt comes: looks its blocks up, then uses them.</summary>
    /// <param name="blocks">Identities of its blocks from the first on; an identity stands for its block and all before it.</param>
    /// <param name="promptTokens">The prompt's length; what no block covers is never found.</param>
    /// <returns>Blocks that a cache without bounds has.</returns>
    public int Add(ReadOnlySpan<ulong> blocks, long promptTokens)
    {
        int hits = LookUp(blocks, promptTokens);
        for (int i = blocks.Length - 1; i >= 0; i--)
        {
            Use(blocks[i]);
        }

        _prompts++;
        _blocks += blocks.Length;
        _promptTokens += promptTokens;
        _hitBlocks += hits;
        _hitTokens += TokensOf(hits, promptTokens);
        return hits;
    }

    /// <summary>What was found until now.</summary>
    public PrefixCacheResult Result => new()
    {
        BlockTokens = _blockTokens,
        Prompts = _prompts,
        PromptTokens = _promptTokens,
        Blocks = _blocks,
        DistinctBlocks = _slotOf.Count,
        HitBlocks = _hitBlocks,
        HitTokens = _hitTokens,
        ReuseDistances = _distances,
        Caches = [.. _caches.Select(cache => new LruCacheResult(cache.Tokens, cache.HitBlocks, cache.HitTokens))],
    };

    private int LookUp(ReadOnlySpan<ulong> blocks, long promptTokens)
    {
        int hits = 0;
        foreach (LruCache cache in _caches)
        {
            cache.Run = 0;
        }

        while (hits < blocks.Length && _slotOf.TryGetValue(blocks[hits], out int slot))
        {
            long distance = _slotOf.Count - CountUpTo(slot);
            _distances.Record(distance);
            hits++;
            foreach (LruCache cache in _caches)
            {
                // Distances do not fall along a prompt, so what is found is a prefix.
                cache.Run += distance < cache.Blocks ? 1 : 0;
            }
        }

        foreach (LruCache cache in _caches)
        {
            cache.HitBlocks += cache.Run;
            cache.HitTokens += TokensOf(cache.Run, promptTokens);
        }

        return hits;
    }

    private long TokensOf(int blocks, long promptTokens) => Math.Min((long)blocks * _blockTokens, promptTokens);

    private void Use(ulong block)
    {
        if (_nextSlot == _blockAt.Length)
        {
            CloseUp();
        }

        if (_slotOf.TryGetValue(block, out int old))
        {
            _isLatest[old] = false;
            Count(old, -1);
        }

        _slotOf[block] = _nextSlot;
        _blockAt[_nextSlot] = block;
        _isLatest[_nextSlot] = true;
        Count(_nextSlot, 1);
        _nextSlot++;
    }

    // Puts the slots in use together, in their order, with as many free ones behind them.
    private void CloseUp()
    {
        int size = Math.Max(FirstSlots, _slotOf.Count * 2);
        var blockAt = new ulong[size];
        int next = 0;
        for (int slot = 0; slot < _nextSlot; slot++)
        {
            if (_isLatest[slot])
            {
                blockAt[next] = _blockAt[slot];
                _slotOf[blockAt[next]] = next;
                next++;
            }
        }

        _blockAt = blockAt;
        _isLatest = new bool[size];
        _isLatest.AsSpan(0, next).Fill(true);
        _tree = new int[size + 1];
        // A tree of ones and zeros, built in one pass: each node hands its sum to the next.
        for (int i = 1; i <= size; i++)
        {
            _tree[i] += i <= next ? 1 : 0;
            int parent = i + (i & -i);
            if (parent <= size)
            {
                _tree[parent] += _tree[i];
            }
        }

        _nextSlot = next;
    }

    private void Count(int slot, int change)
    {
        for (int i = slot + 1; i < _tree.Length; i += i & -i)
        {
            _tree[i] += change;
        }
    }

    private int CountUpTo(int slot)
    {
        int sum = 0;
        for (int i = slot + 1; i > 0; i -= i & -i)
        {
            sum += _tree[i];
        }

        return sum;
    }

    private sealed class LruCache(long tokens, long blocks)
    {
        public int Run;
        public long HitBlocks;
        public long HitTokens;

        public long Tokens => tokens;

        public long Blocks => blocks;
    }
}
