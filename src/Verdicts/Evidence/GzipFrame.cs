using System.Buffers.Binary;

namespace LoadGen.Verdicts.Evidence;

/// <summary>What is around the compressed bytes (RFC 1952): a header, and at the end the content's checksum and length.</summary>
internal static class GzipFrame
{
    /// <summary>Bytes behind the compressed ones: CRC-32 and length, each 4 bytes.</summary>
    public const int TrailerBytes = 8;

    /// <summary>The header: deflate, no flags, no time, no level told, unknown system.</summary>
    public static ReadOnlySpan<byte> Header => [0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 0xff];

    /// <summary>The content's length as the file's end says it, of which only the lower 32 bits are kept.</summary>
    /// <param name="stream">The whole file; its position changes.</param>
    public static uint LengthAtEnd(Stream stream)
    {
        Span<byte> length = stackalloc byte[sizeof(uint)];
        stream.Position = stream.Length - length.Length;
        stream.ReadExactly(length);
        return BinaryPrimitives.ReadUInt32LittleEndian(length);
    }
}
