using LoadGen.Tokenization.Pipeline;

namespace LoadGen.Tokenization.Decoding;

/// <summary>Tokens as text, one after the other, while a decoder's steps work on them.</summary>
internal sealed class TokenText
{
    private readonly IdBuffer _ends = new();

    /// <summary>All bytes, token after token.</summary>
    public ByteBuffer Bytes { get; } = new();

    /// <summary>How many tokens there are.</summary>
    public int Count => _ends.Count;

    /// <summary>A token.</summary>
    public ReadOnlySpan<byte> this[int index] => Bytes.Written[StartOf(index)..EndOf(index)];

    public void Clear()
    {
        Bytes.Clear();
        _ends.Clear();
    }

    /// <summary>Adds a token.</summary>
    public void Add(ReadOnlySpan<byte> token)
    {
        Bytes.Add(token);
        End();
    }

    /// <summary>Ends a token whose bytes were added to <see cref="Bytes"/>.</summary>
    public void End() => _ends.Add(Bytes.Count);

    private int StartOf(int index) => index == 0 ? 0 : EndOf(index - 1);

    private int EndOf(int index) => _ends.Written[index];
}
