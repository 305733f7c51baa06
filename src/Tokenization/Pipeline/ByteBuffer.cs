using System.Text;

namespace LoadGen.Tokenization.Pipeline;

/// <summary>Bytes in a growing array.</summary>
internal sealed class ByteBuffer
{
    private byte[] _bytes = new byte[256];

    public int Count { get; private set; }

    public int Capacity => _bytes.Length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Count);

    public void Clear() => Count = 0;

    /// <summary>Keeps the last so many bytes, as the first.</summary>
    public void KeepLast(int count)
    {
        _bytes.AsSpan(Count - count, count).CopyTo(_bytes);
        Count = count;
    }

    /// <summary>Makes so many reserved bytes part of those written.</summary>
    public void Advance(int count) => Count += count;

    public void Add(byte value)
    {
        Reserve(1)[0] = value;
        Count++;
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Count += bytes.Length;
    }

    public void Add(Rune rune) => Count += rune.EncodeToUtf8(Reserve(4));

    /// <summary>Room for so many bytes after those written.</summary>
    public Span<byte> Reserve(int count)
    {
        if (_bytes.Length - Count < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Count + count));
        }

        return _bytes.AsSpan(Count, count);
    }
}
