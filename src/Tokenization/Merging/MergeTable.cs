using System.Numerics;
using System.Runtime.CompilerServices;
using LoadGen.Tokenization.Vocabularies;

namespace LoadGen.Tokenization.Merging;

/// <summary>
/// What two neighbouring tokens become, and how soon: (left id, right id) to rank and id of the merged token, in one word so that the
/// least word is the merge to do first.
/// </summary>
internal sealed class MergeTable
{
    /// <summary>Two tokens that do not merge: more than any merge.</summary>
    public const ulong None = ulong.MaxValue;

    private readonly Slot[] _slots;
    private readonly int _shift;

    /// <summary>Room for so many merges.</summary>
    public MergeTable(int merges)
    {
        // At most half full. With 446,000 merges (o200k) that is 16 MB.
        int bits = Math.Max(4, BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, merges))) + 1);
        _slots = new Slot[1 << bits];
        _shift = 64 - bits;
        Array.Fill(_slots, new Slot(0, None));
    }

    /// <summary>The rank in a merge's word.</summary>
    public static int RankOf(ulong merge) => (int)(merge >> 32);

    /// <summary>The merged token's id in a merge's word.</summary>
    public static int IdOf(ulong merge) => (int)merge;

    /// <summary>Adds a merge, or replaces the one of these two tokens.</summary>
    public void Set(int left, int right, int rank, int id)
    {
        ulong key = Key(left, right);
        int slot = (int)(ByteHash.Of(key, 0) >> _shift);
        while (_slots[slot].Merge != None && _slots[slot].Key != key)
        {
            slot = (slot + 1) & (_slots.Length - 1);
        }

        _slots[slot] = new Slot(key, ((ulong)(uint)rank << 32) | (uint)id);
    }

    /// <summary>The merge of two tokens, or <see cref="None"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Find(int left, int right)
    {
        ulong key = Key(left, right);
        Slot[] slots = _slots;
        int slot = (int)(ByteHash.Of(key, 0) >> _shift);
        while (true)
        {
            ref readonly Slot candidate = ref slots[slot];
            if (candidate.Key == key || candidate.Merge == None)
            {
                // An empty slot's key is 0, which is also that of (0, 0): its merge is None, as is right.
                return candidate.Merge;
            }

            slot = (slot + 1) & (slots.Length - 1);
        }
    }

    private static ulong Key(int left, int right) => ((ulong)(uint)left << 32) | (uint)right;

    private readonly record struct Slot(ulong Key, ulong Merge);
}
