namespace LoadGen.Tokenization.Merging;

/// <summary>
/// Byte-pair encoding of one piece: again and again the pair of least rank is merged, the leftmost of equals. Short pieces are
/// searched from end to end each time; long ones keep their pairs in a heap, so that a megabyte without a blank is no more than
/// n log n. Not thread-safe: it holds its buffers.
/// </summary>
internal sealed class Merger(MergeTable merges)
{
    /// <summary>Up to here a search of all pairs beats the heap: by 20% at 32 symbols, by 10% still at 96 (docs/tokenization.md).</summary>
    public const int ShortSymbols = 96;

    private readonly ulong[] _pairs = new ulong[ShortSymbols];
    private readonly HeapMerger _heap = new(merges);

    /// <summary>Merges in place.</summary>
    /// <param name="ids">The symbols the piece consists of.</param>
    /// <returns>How many ids are left, at the front.</returns>
    public int Merge(Span<int> ids) => ids.Length switch
    {
        < 2 => ids.Length,
        <= ShortSymbols => MergeShort(ids),
        _ => _heap.Merge(ids),
    };

    private int MergeShort(Span<int> ids)
    {
        int count = ids.Length;
        Span<ulong> pairs = _pairs.AsSpan(0, count - 1);
        for (int i = 0; i < pairs.Length; i++)
        {
            pairs[i] = merges.Find(ids[i], ids[i + 1]);
        }

        while (true)
        {
            int at = -1;
            ulong least = MergeTable.None;
            for (int i = 0; i < pairs.Length; i++)
            {
                if (pairs[i] < least)
                {
                    least = pairs[i];
                    at = i;
                }
            }

            if (at < 0)
            {
                return count;
            }

            ids[at] = MergeTable.IdOf(least);
            ids[(at + 2)..count].CopyTo(ids[(at + 1)..]);
            pairs[(at + 1)..].CopyTo(pairs[at..]);
            count--;
            pairs = pairs[..(count - 1)];
            if (at > 0)
            {
                pairs[at - 1] = merges.Find(ids[at - 1], ids[at]);
            }

            if (at < pairs.Length)
            {
                pairs[at] = merges.Find(ids[at], ids[at + 1]);
            }
        }
    }
}
