using System.Buffers;
using System.Buffers.Binary;

namespace LoadGen.Histograms.Codec;

/// <summary>Writes a plain V2 encoding; <see cref="HeaderReader"/> has the header's form, <see cref="CountsReader"/> the counts'.</summary>
internal static class V2Writer
{
    public static int Write(HdrHistogram histogram, IBufferWriter<byte> target)
    {
        var counts = histogram.RecordedCounts;
        // The header holds the payload's length, which is known only afterwards, and an IBufferWriter cannot go back: measure first.
        var payloadBytes = Measure(counts);
        WriteHeader(histogram, payloadBytes, target.GetSpan(HeaderReader.BytesMax));
        target.Advance(HeaderReader.BytesMax);
        for (var i = 0; i < counts.Length;)
        {
            target.Advance(ZigZagLeb128.Write(target.GetSpan(ZigZagLeb128.BytesMax), NextWord(counts, ref i)));
        }

        return HeaderReader.BytesMax + payloadBytes;
    }

    private static void WriteHeader(HdrHistogram histogram, int payloadBytes, Span<byte> header)
    {
        BinaryPrimitives.WriteInt32BigEndian(header, Cookie.V2 | Cookie.VariableLength);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], payloadBytes);
        BinaryPrimitives.WriteInt32BigEndian(header[8..], 0);
        BinaryPrimitives.WriteInt32BigEndian(header[12..], histogram.SignificantDigits);
        BinaryPrimitives.WriteInt64BigEndian(header[16..], histogram.LowestDiscernibleValue);
        BinaryPrimitives.WriteInt64BigEndian(header[24..], histogram.HighestTrackableValue);
        BinaryPrimitives.WriteDoubleBigEndian(header[32..], 1.0);
    }

    private static int Measure(ReadOnlySpan<long> counts)
    {
        Span<byte> scratch = stackalloc byte[ZigZagLeb128.BytesMax];
        var bytes = 0;
        for (var i = 0; i < counts.Length;)
        {
            bytes += ZigZagLeb128.Write(scratch, NextWord(counts, ref i));
        }

        return bytes;
    }

    /// <summary>The next integer of the payload: a count, or the negated length of a run of two zeros or more.</summary>
    private static long NextWord(ReadOnlySpan<long> counts, ref int index)
    {
        var count = counts[index];
        if (count != 0)
        {
            index++;
            return count;
        }

        var run = counts[index..].IndexOfAnyExcept(0L);
        run = run < 0 ? counts.Length - index : run;
        index += run;
        return run == 1 ? 0 : -run;
    }
}
