using System.Buffers;

namespace LoadGen.Transport.Sse;

/// <summary>A growing run of bytes in a pooled array. An empty one holds no large array, so idle streams cost nothing.</summary>
internal struct PooledBytes
{
    private const int MaxKeptBytes = 1_024;

    private byte[]? _bytes;

    /// <summary>How many bytes it holds.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes.</summary>
    public readonly ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    public void Append(ReadOnlySpan<byte> more)
    {
        EnsureFree(more.Length);
        more.CopyTo(_bytes.AsSpan(Length));
        Length += more.Length;
    }

    public void Append(byte one)
    {
        EnsureFree(1);
        _bytes![Length++] = one;
    }

    /// <summary>Empties it, and gives an array of more than 1 KB back.</summary>
    public void Clear()
    {
        Length = 0;
        if (_bytes is { Length: > MaxKeptBytes })
        {
            Free();
        }
    }

    /// <summary>Empties it and gives its array back.</summary>
    public void Free()
    {
        Length = 0;
        if (_bytes is { } bytes)
        {
            _bytes = null;
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private void EnsureFree(int count)
    {
        int have = _bytes?.Length ?? 0;
        if (have - Length >= count)
        {
            return;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(Length + count), Math.Min(have * 2, Array.MaxLength)));
        Span.CopyTo(larger);
        byte[]? old = _bytes;
        _bytes = larger;
        if (old is not null)
        {
            ArrayPool<byte>.Shared.Return(old);
        }
    }
}
