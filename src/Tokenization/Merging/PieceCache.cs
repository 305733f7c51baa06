using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LoadGen.Tokenization.Pipeline;

namespace LoadGen.Tokenization.Merging;

/// <summary>
/// The ids of pieces met before: short pieces of few ids, each at the one place its hash names, where a newcomer displaces what was
/// there. Bounded, and owned by one workspace, so that nothing is locked.
/// </summary>
internal sealed class PieceCache
{
    /// <summary>A key is two words: 15 bytes and the length. Of English prose 0.2% of the pieces are longer, of code 0.1%.</summary>
    public const int LongestBytes = 15;

    private const int IdsMax = 4;

    // 32,768 entries of 40 bytes: 1.3 MB, about a core's second-level cache.
    private const int Bits = 15;

    private readonly Entry[] _entries = new Entry[1 << Bits];

    /// <summary>Appends the piece's ids if they are known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAppend(in PieceKey key, IdBuffer ids)
    {
        ref Entry entry = ref _entries[key.Slot(Bits)];
        if (entry.Low != key.Low || entry.High != key.High)
        {
            return false;
        }

        if (entry.Count == 1)
        {
            ids.Add(entry.Ids[0]);
        }
        else
        {
            ids.Add(((ReadOnlySpan<int>)entry.Ids)[..entry.Count]);
        }

        return true;
    }

    /// <summary>Remembers a piece, if its ids are few.</summary>
    public void Remember(in PieceKey key, ReadOnlySpan<int> ids)
    {
        if (ids.Length > IdsMax)
        {
            return;
        }

        ref Entry entry = ref _entries[key.Slot(Bits)];
        entry.Low = key.Low;
        entry.High = key.High;
        entry.Count = ids.Length;
        ids.CopyTo(entry.Ids);
    }

    [InlineArray(IdsMax)]
    private struct FewIds
    {
        private int _first;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Entry
    {
        public ulong Low;
        public ulong High;
        public int Count;
        public FewIds Ids;
    }
}
