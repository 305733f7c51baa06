using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace LoadGen.Histograms.Codec;

/// <summary>Reads a compressed encoding: <c>cookie:i32 length:i32 zlib(plain encoding)</c>.</summary>
internal static class CompressedReader
{
    private const int OuterHeaderBytes = 8;

    public static HdrHistogram Read(ReadOnlySpan<byte> source)
    {
        var part = CompressedPart(source);
        using var compressed = new MemoryStream(part.ToArray(), writable: false);
        using var zlib = new ZLibStream(compressed, CompressionMode.Decompress);
        var plain = new ArrayBufferWriter<byte>(1024);

        // First the header alone: it bounds how many bytes of counts there can be.
        Inflation.Inflate(zlib, plain, HeaderReader.BytesMax);
        RequireSameVersion(HeaderReader.ReadCookie(source), HeaderReader.ReadCookie(plain.WrittenSpan));
        var header = HeaderReader.Read(plain.WrittenSpan);
        Inflation.Inflate(zlib, plain, header.HeaderBytes + PayloadBytesMax(header));
        RequireChecksum(part, plain.WrittenSpan);
        return PlainReader.Read(plain.WrittenSpan);
    }

    private static ReadOnlySpan<byte> CompressedPart(ReadOnlySpan<byte> source)
    {
        if (!BinaryPrimitives.TryReadInt32BigEndian(source.Length < 4 ? source : source[4..], out var length) || source.Length < OuterHeaderBytes)
        {
            throw new HistogramFormatException($"{source.Length} bytes are too few for a compressed histogram.");
        }

        if (length < 0 || length > source.Length - OuterHeaderBytes)
        {
            throw new HistogramFormatException($"The compressed part is said to take {length} bytes; {source.Length - OuterHeaderBytes} are there.");
        }

        return source.Slice(OuterHeaderBytes, length);
    }

    private static void RequireSameVersion(int outer, int inner)
    {
        var expected = Cookie.BaseOf(outer) switch
        {
            Cookie.V0Compressed => Cookie.V0,
            Cookie.V1Compressed => Cookie.V1,
            _ => Cookie.V2,
        };
        if (Cookie.BaseOf(inner) != expected)
        {
            throw HeaderReader.UnknownCookie(inner, " of the compressed part");
        }
    }

    // ZLibStream compares the checksum only when it meets the end of the stream, which damage may have moved out of reach.
    private static void RequireChecksum(ReadOnlySpan<byte> compressed, ReadOnlySpan<byte> plain)
    {
        if (compressed.Length < Adler32.Bytes || BinaryPrimitives.ReadUInt32BigEndian(compressed[^Adler32.Bytes..]) != Adler32.Of(plain))
        {
            throw new HistogramFormatException("The compressed bytes are damaged: their checksum is not that of what they hold.");
        }
    }

    /// <summary>The longest payload that the header's buckets allow. What the header claims beyond that is cut, and so found out.</summary>
    private static long PayloadBytesMax(in Header header)
    {
        var possible = (long)header.Layout.Length * (header.WordBytes == 0 ? ZigZagLeb128.BytesMax : header.WordBytes);
        return header.PayloadBytes < 0 ? possible : Math.Min(header.PayloadBytes, possible);
    }
}
