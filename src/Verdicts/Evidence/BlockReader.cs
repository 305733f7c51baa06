using System.Security.Cryptography;

namespace LoadGen.Verdicts.Evidence;

/// <summary>
/// Reads a tar archive's bytes in order, never further than asked: where compressed bytes are damaged, the member that was being read is
/// the one that is damaged.
/// </summary>
internal sealed class BlockReader(Stream content)
{
    private readonly byte[] _block = new byte[UstarHeader.BlockBytes];

    /// <summary>Bytes read so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>The next block; it is overwritten by the next read.</summary>
    public byte[] Block()
    {
        ReadExactly(_block);
        return _block;
    }

    public void ReadExactly(Span<byte> into)
    {
        for (Span<byte> left = into; left.Length > 0;)
        {
            Span<byte> next = left[..Math.Min(left.Length, _block.Length)];
            content.ReadExactly(next);
            Bytes += next.Length;
            left = left[next.Length..];
        }
    }

    /// <summary>SHA-256 of the next so many bytes.</summary>
    public string Hash(long bytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long left = bytes; left > 0;)
        {
            Span<byte> next = _block.AsSpan(0, (int)Math.Min(left, _block.Length));
            ReadExactly(next);
            hash.AppendData(next);
            left -= next.Length;
        }

        return EvidencePacker.Hex(hash.GetHashAndReset());
    }

    /// <summary>The next so many bytes are all zero.</summary>
    public bool IsZero(int bytes)
    {
        Span<byte> next = stackalloc byte[bytes];
        ReadExactly(next);
        return !next.ContainsAnyExcept((byte)0);
    }

    /// <summary>There is nothing more.</summary>
    public bool IsAtEnd() => content.ReadByte() < 0;
}
