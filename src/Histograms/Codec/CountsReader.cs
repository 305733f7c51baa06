using System.Buffers.Binary;

namespace LoadGen.Histograms.Codec;

/// <summary>Reads the counts that follow a header.</summary>
/// <remarks>
/// V2: variable-length integers (<see cref="ZigZagLeb128"/>); one below zero, -n, stands for n counts of zero. V0, V1:
/// big-endian words. Counts after the last are zero. The payload is checked from end to end before the array of counts is
/// made, so that damaged bytes cost no memory.
/// </remarks>
internal static class CountsReader
{
    public static HdrHistogram Read(in Header header, ReadOnlySpan<byte> payload)
    {
        if (header.WordBytes != 0 && payload.Length % header.WordBytes != 0)
        {
            throw new HistogramFormatException($"{payload.Length} bytes of counts do not divide into counts of {header.WordBytes} bytes.");
        }

        var used = Scan(header, payload, default);
        var counts = new long[used];
        Scan(header, payload, counts);
        var histogram = new HdrHistogram(header.Layout);
        histogram.LoadCounts(counts);
        return histogram;
    }

    /// <summary>Walks the payload and says how many counts it has up to its last that is not zero; fills them in when there is room.</summary>
    private static int Scan(in Header header, ReadOnlySpan<byte> payload, Span<long> counts)
    {
        long index = 0;
        var used = 0;
        var total = 0L;
        while (!payload.IsEmpty)
        {
            var count = ReadCount(header.WordBytes, ref payload);
            if (count < 0)
            {
                index += ZerosOf(count, header);
            }
            else
            {
                if (count > 0)
                {
                    CheckCount(header, index, count, ref total);
                    used = (int)index + 1;
                    if (!counts.IsEmpty)
                    {
                        counts[(int)index] = count;
                    }
                }

                index++;
            }

            if (index > header.Layout.Length)
            {
                throw TooMany(header);
            }
        }

        return used;
    }

    private static long ReadCount(int wordBytes, ref ReadOnlySpan<byte> payload)
    {
        if (wordBytes == 0)
        {
            return ZigZagLeb128.TryRead(ref payload, out var value)
                ? value
                : throw new HistogramFormatException("The counts end in the middle of a number.");
        }

        var count = wordBytes switch
        {
            2 => BinaryPrimitives.ReadInt16BigEndian(payload),
            4 => BinaryPrimitives.ReadInt32BigEndian(payload),
            _ => BinaryPrimitives.ReadInt64BigEndian(payload),
        };
        payload = payload[wordBytes..];
        return count >= 0 ? count : throw new HistogramFormatException($"A count is {count}; counts are not negative.");
    }

    private static long ZerosOf(long count, in Header header)
        => count >= -header.Layout.Length ? -count : throw TooMany(header);

    private static void CheckCount(in Header header, long index, long count, ref long total)
    {
        if (index >= header.Layout.Length)
        {
            throw TooMany(header);
        }

        if (count > HdrHistogram.TotalCountMax - total)
        {
            throw new HistogramFormatException($"The counts together exceed {HdrHistogram.TotalCountMax}.");
        }

        total += count;
    }

    private static HistogramFormatException TooMany(in Header header)
        => new($"There are more counts than the {header.Layout.Length} that the header allows.");
}
