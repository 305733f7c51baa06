using System.Buffers.Binary;

namespace LoadGen.Histograms.Codec;

/// <summary>What stands before the counts, in all three versions.</summary>
/// <param name="Layout">The buckets that the counts fill.</param>
/// <param name="WordBytes">Bytes per count; 0 for the variable-length counts of V2.</param>
/// <param name="HeaderBytes">Where the counts begin.</param>
/// <param name="PayloadBytes">How long they are; -1 in V0, whose counts run to the end.</param>
internal readonly record struct Header(BucketLayout Layout, int WordBytes, int HeaderBytes, int PayloadBytes);

/// <summary>Reads the header of a plain encoding.</summary>
/// <remarks>
/// All integers are big-endian.
/// <code>
/// V1, V2  cookie:i32 payloadBytes:i32 normalizingIndexOffset:i32 digits:i32 lowest:i64 highest:i64 ratio:f64  counts
/// V0      cookie:i32 digits:i32 lowest:i64 highest:i64 totalCount:i64                                         counts
/// </code>
/// The index offset and the ratio serve histograms of floating-point values; the counts stand in the order of their values
/// whatever the two say, so they are not looked at. V0's total is computed anew from the counts, as the reference does.
/// </remarks>
internal static class HeaderReader
{
    public const int BytesMax = 40;
    private const int V0Bytes = 32;

    public static Header Read(ReadOnlySpan<byte> source)
    {
        var cookie = ReadCookie(source);
        if (!Cookie.IsPlain(cookie))
        {
            throw UnknownCookie(cookie, "");
        }

        var isV0 = Cookie.BaseOf(cookie) == Cookie.V0;
        var bytes = isV0 ? V0Bytes : BytesMax;
        if (source.Length < bytes)
        {
            throw new HistogramFormatException($"The header is cut short: {source.Length} bytes where {bytes} are needed.");
        }

        return new Header(
            ReadLayout(source[(isV0 ? 4 : 12)..]),
            ReadWordBytes(cookie),
            bytes,
            isV0 ? -1 : ReadPayloadBytes(source));
    }

    public static int ReadCookie(ReadOnlySpan<byte> source)
        => BinaryPrimitives.TryReadInt32BigEndian(source, out var cookie)
            ? cookie
            : throw new HistogramFormatException($"{source.Length} bytes are too few for a histogram.");

    public static HistogramFormatException UnknownCookie(int cookie, string where)
        => cookie is Cookie.Double or Cookie.DoubleCompressed
            ? new HistogramFormatException("This is a histogram of floating-point values; only integer histograms are read.")
            : new HistogramFormatException($"The first four bytes{where} are 0x{cookie:x8}; a histogram begins with 0x1c8493.. (V0, V1 or V2).");

    private static BucketLayout ReadLayout(ReadOnlySpan<byte> source)
    {
        var digits = BinaryPrimitives.ReadInt32BigEndian(source);
        var lowest = BinaryPrimitives.ReadInt64BigEndian(source[4..]);
        var highest = BinaryPrimitives.ReadInt64BigEndian(source[12..]);
        return BucketLayout.TryCreate(lowest, highest, digits, out var layout, out var problem)
            ? layout
            : throw new HistogramFormatException($"The header asks for {problem}.");
    }

    private static int ReadWordBytes(int cookie)
    {
        if (Cookie.BaseOf(cookie) == Cookie.V2)
        {
            return 0;
        }

        var bytes = Cookie.WordBytesOf(cookie);
        return bytes is 2 or 4 or 8
            ? bytes
            : throw new HistogramFormatException($"The cookie 0x{cookie:x8} asks for counts of {bytes} bytes; they can have 2, 4 or 8.");
    }

    private static int ReadPayloadBytes(ReadOnlySpan<byte> source)
    {
        var bytes = BinaryPrimitives.ReadInt32BigEndian(source[4..]);
        return bytes >= 0
            ? bytes
            : throw new HistogramFormatException($"The header says that the counts take {bytes} bytes.");
    }
}
