using System.Numerics;

namespace LoadGen.Routing.Policies.Prefixes;

/// <summary>Looks at the nodes of a path.</summary>
internal interface IPathVisitor
{
    /// <summary>The node at <paramref name="depth"/> (1: the first block) exists and has these workers.</summary>
    void Visit(int depth, in Tenants tenants);
}

/// <summary>
/// Which workers have seen which prompts: an approximate radix tree over blocks of bytes. A node is found by the hash of its whole path, so
/// that the tree is a hash table, and two threads only meet where they touch the same stretch of a prompt. Thread-safe.
/// </summary>
/// <remarks>
/// The table is cut into stripes, each with its lock, its share of the nodes and its own order of use. A path stays in a stripe for
/// <see cref="BlocksPerVisit"/> blocks: one short lock for all of those. Where a stripe is full, the node unused for longest goes; a
/// path is touched from its end to its beginning, so children go before parents of the same stripe.
/// </remarks>
internal sealed class PrefixTree
{
    private const int BlocksPerVisit = 16;
    private const int StripesMax = 64;

    // Stripes of fewer nodes would fill unevenly, and evict while others have room.
    private const int NodesPerStripeMin = 1024;

    private readonly PrefixStripe[] _stripes;
    private readonly int _shift;

    /// <summary>Creates an empty tree.</summary>
    /// <param name="nodesMax">The most nodes it keeps.</param>
    public PrefixTree(int nodesMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodesMax, 1);
        int count = 1 << BitOperations.Log2((uint)Math.Clamp(nodesMax / NodesPerStripeMin, 1, StripesMax));
        _shift = 64 - BitOperations.Log2((uint)count);
        _stripes = [.. Enumerable.Range(0, count).Select(_ => new PrefixStripe(nodesMax / count))];
    }

    /// <summary>How many nodes it has.</summary>
    public int Count => _stripes.Sum(stripe => stripe.Count);

    /// <summary>Goes down a path as far as the tree knows it.</summary>
    public void Walk<TVisitor>(ReadOnlySpan<ulong> path, ref TVisitor visitor)
        where TVisitor : struct, IPathVisitor
    {
        for (int from = 0; from < path.Length; from += BlocksPerVisit)
        {
            ReadOnlySpan<ulong> stretch = path.Slice(from, Math.Min(BlocksPerVisit, path.Length - from));
            if (!StripeOf(stretch).Walk(stretch, from, ref visitor))
            {
                return;
            }
        }
    }

    /// <summary>A worker has seen all of a path.</summary>
    /// <returns>How many blocks of it, from the first, it had seen before.</returns>
    public int Add(ReadOnlySpan<ulong> path, uint tenant)
    {
        int seen = path.Length;
        for (int from = (path.Length - 1) / BlocksPerVisit * BlocksPerVisit; from >= 0 && path.Length > 0; from -= BlocksPerVisit)
        {
            ReadOnlySpan<ulong> stretch = path.Slice(from, Math.Min(BlocksPerVisit, path.Length - from));
            int seenHere = StripeOf(stretch).Add(stretch, tenant);
            seen = seenHere < stretch.Length ? from + seenHere : seen;
        }

        return seen;
    }

    /// <summary>Forgets workers, and the nodes that no other worker has seen. O(nodes).</summary>
    public void Remove(HashSet<uint> gone)
    {
        foreach (PrefixStripe stripe in _stripes)
        {
            stripe.Remove(gone);
        }
    }

    // The first hash of a stretch stands for everything before it: the same prefix finds the same stripe. (A shift by 64 is one by 0.)
    private PrefixStripe StripeOf(ReadOnlySpan<ulong> stretch) =>
        _stripes.Length == 1 ? _stripes[0] : _stripes[stretch[0] >> _shift];
}
