using System.Buffers.Binary;
using System.IO.Compression;

namespace LoadGen.Histograms.Tests;

/// <summary>Writes the older versions, which the product only reads.</summary>
internal static class FixedWidthEncoding
{
    public static byte[] V0(HdrHistogram histogram, int wordBytes)
    {
        var header = new byte[32];
        BinaryPrimitives.WriteInt32BigEndian(header, 0x1c849308 | (wordBytes << 4));
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), histogram.SignificantDigits);
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(8), histogram.LowestDiscernibleValue);
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(16), histogram.HighestTrackableValue);
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(24), histogram.TotalCount);
        return [.. header, .. Words(histogram, wordBytes)];
    }

    public static byte[] V1(HdrHistogram histogram, int wordBytes)
    {
        var words = Words(histogram, wordBytes);
        var header = new byte[40];
        BinaryPrimitives.WriteInt32BigEndian(header, 0x1c849301 | (wordBytes << 4));
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), words.Length);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(12), histogram.SignificantDigits);
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(16), histogram.LowestDiscernibleValue);
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(24), histogram.HighestTrackableValue);
        BinaryPrimitives.WriteDoubleBigEndian(header.AsSpan(32), 1.0);
        return [.. header, .. words];
    }

    /// <summary>The compressed form: its cookie is one above the plain one.</summary>
    public static byte[] Compressed(byte[] plain)
    {
        using var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(plain);
        }

        var outer = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(outer, BinaryPrimitives.ReadInt32BigEndian(plain) + 1);
        BinaryPrimitives.WriteInt32BigEndian(outer.AsSpan(4), (int)stream.Length);
        return [.. outer, .. stream.ToArray()];
    }

    private static byte[] Words(HdrHistogram histogram, int wordBytes)
        => [.. histogram.AllValues().SelectMany(step => Word(step.CountAtValue, wordBytes))];

    private static byte[] Word(long count, int wordBytes)
    {
        var word = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(word, count);
        return word[(8 - wordBytes)..];
    }
}
