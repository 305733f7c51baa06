using System.Runtime.InteropServices;

namespace LoadGen.Tokenization.Vocabularies;

/// <summary>Collects tokens in any order of their ids.</summary>
internal sealed class VocabularyBuilder
{
    /// <summary>No vocabulary in use has a tenth as many: a higher id is a damaged file, and would cost memory by its size alone.</summary>
    public const int IdLimit = 1 << 24;

    private readonly List<byte> _bytes = [];
    private readonly List<int> _starts = [];
    private readonly List<int> _lengths = [];
    private readonly List<int> _findable = [];

    /// <summary>Whether the id is taken.</summary>
    public bool Has(int id) => id < _lengths.Count && _lengths[id] >= 0;

    /// <summary>Adds a token, in the place of one of the same id.</summary>
    /// <param name="id">Under <see cref="IdLimit"/>.</param>
    /// <param name="token">Its bytes.</param>
    /// <param name="isFindable">False for a token that text cannot come to be, and that is only ever decoded.</param>
    public void Add(int id, ReadOnlySpan<byte> token, bool isFindable = true)
    {
        while (_lengths.Count <= id)
        {
            _starts.Add(0);
            _lengths.Add(-1);
        }

        _starts[id] = _bytes.Count;
        _lengths[id] = token.Length;
        CollectionsMarshal.SetCount(_bytes, _bytes.Count + token.Length);
        token.CopyTo(CollectionsMarshal.AsSpan(_bytes)[_starts[id]..]);
        if (isFindable)
        {
            _findable.Add(id);
        }
    }

    /// <summary>The vocabulary of what was added.</summary>
    public Vocabulary Build() => new([.. _bytes], [.. _starts], [.. _lengths], CollectionsMarshal.AsSpan(_findable));
}
