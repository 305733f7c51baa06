namespace LoadGen.Tokenization.Vocabularies;

/// <summary>Tokens and their ids, both ways: all bytes in one block, ids found by hash. Immutable once it is built.</summary>
internal sealed class Vocabulary
{
    private readonly byte[] _bytes;
    private readonly int[] _starts;
    private readonly int[] _lengths;
    private readonly int[] _slots;

    internal Vocabulary(byte[] bytes, int[] starts, int[] lengths, ReadOnlySpan<int> findable)
    {
        _bytes = bytes;
        _starts = starts;
        _lengths = lengths;
        _slots = new int[SlotCount(findable.Length)];
        foreach (int id in findable)
        {
            Insert(id);
        }
    }

    /// <summary>One more than the highest id.</summary>
    public int Size => _lengths.Length;

    /// <summary>The longest token's length.</summary>
    public int LongestBytes => _lengths.Length == 0 ? 0 : Math.Max(0, _lengths.Max());

    /// <summary>A token's bytes; none where the vocabulary has no such id.</summary>
    public ReadOnlySpan<byte> this[int id] => Has(id) ? _bytes.AsSpan(_starts[id], _lengths[id]) : default;

    /// <summary>Whether there is a token of this id.</summary>
    public bool Has(int id) => (uint)id < (uint)_lengths.Length && _lengths[id] >= 0;

    /// <summary>The id of a token, or -1.</summary>
    public int IdOf(ReadOnlySpan<byte> token)
    {
        int mask = _slots.Length - 1;
        for (int slot = (int)ByteHash.Of(token) & mask; _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            int id = _slots[slot] - 1;
            if (_lengths[id] == token.Length && _bytes.AsSpan(_starts[id], token.Length).SequenceEqual(token))
            {
                return id;
            }
        }

        return -1;
    }

    // At most half full, so that a search ends soon.
    private static int SlotCount(int tokens) => (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, tokens * 2));

    private void Insert(int id)
    {
        int mask = _slots.Length - 1;
        ReadOnlySpan<byte> token = this[id];
        int slot = (int)ByteHash.Of(token) & mask;
        while (_slots[slot] != 0 && !this[_slots[slot] - 1].SequenceEqual(token))
        {
            slot = (slot + 1) & mask;
        }

        // Of two tokens with the same bytes the first one's id is found.
        _slots[slot] = _slots[slot] == 0 ? id + 1 : _slots[slot];
    }
}
