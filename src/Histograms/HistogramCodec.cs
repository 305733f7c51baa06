using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using LoadGen.Histograms.Codec;

namespace LoadGen.Histograms;

/// <summary>
/// Histograms as bytes and as base64: writes V2, the encoding of https://github.com/HdrHistogram/HdrHistogram, and reads V0, V1
/// and V2, plain or compressed.
/// </summary>
/// <remarks>
/// A compressed encoding is <c>cookie:i32 length:i32 zlib(plain encoding)</c>, big-endian. Tag and times are not part of an
/// encoding; a log line carries them.
/// </remarks>
public static class HistogramCodec
{
    private const int CompressedHeaderBytes = 8;

    /// <summary>Writes a histogram in plain V2.</summary>
    /// <param name="histogram">What to write.</param>
    /// <param name="target">Where to.</param>
    /// <returns>The number of bytes written.</returns>
    public static int EncodeV2(HdrHistogram histogram, IBufferWriter<byte> target)
    {
        ArgumentNullException.ThrowIfNull(histogram);
        ArgumentNullException.ThrowIfNull(target);
        return V2Writer.Write(histogram, target);
    }

    /// <summary>A histogram in compressed V2.</summary>
    /// <param name="histogram">What to encode.</param>
    public static byte[] EncodeCompressed(HdrHistogram histogram)
    {
        var plain = new ArrayBufferWriter<byte>(1024);
        EncodeV2(histogram, plain);

        using var result = new MemoryStream();
        result.Write(stackalloc byte[CompressedHeaderBytes]);
        using (var zlib = new ZLibStream(result, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(plain.WrittenSpan);
        }

        var bytes = result.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(bytes, Cookie.V2Compressed | Cookie.VariableLength);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), bytes.Length - CompressedHeaderBytes);
        return bytes;
    }

    /// <summary>A histogram in compressed V2, as base64: the form it takes in a log. It begins with <c>HIST</c>.</summary>
    /// <param name="histogram">What to encode.</param>
    public static string EncodeBase64(HdrHistogram histogram) => Convert.ToBase64String(EncodeCompressed(histogram));

    /// <summary>Reads a histogram in V0, V1 or V2, plain or compressed. Bytes after its end are not looked at.</summary>
    /// <param name="source">The encoded bytes.</param>
    /// <exception cref="HistogramFormatException">The bytes are no whole and sound histogram of integers.</exception>
    public static HdrHistogram Decode(ReadOnlySpan<byte> source)
        => Cookie.IsCompressed(HeaderReader.ReadCookie(source)) ? CompressedReader.Read(source) : PlainReader.Read(source);

    /// <summary>Reads a histogram from base64.</summary>
    /// <param name="source">Base64 of what <see cref="Decode"/> takes; white space in it is passed over.</param>
    /// <exception cref="HistogramFormatException">It is not base64, or not of a sound histogram.</exception>
    public static HdrHistogram DecodeBase64(ReadOnlySpan<char> source)
    {
        var rented = ArrayPool<byte>.Shared.Rent((source.Length / 4 * 3) + 3);
        try
        {
            return Convert.TryFromBase64Chars(source, rented, out var length)
                ? Decode(rented.AsSpan(0, length))
                : throw new HistogramFormatException("The histogram is not in base64.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
