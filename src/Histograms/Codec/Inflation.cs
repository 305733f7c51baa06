using System.Buffers;
using System.IO.Compression;

namespace LoadGen.Histograms.Codec;

/// <summary>The zlib layer (RFC 1950) of compressed encodings, with the bytes it may yield bounded beforehand.</summary>
internal static class Inflation
{
    // zlib expands at most 1032-fold, so a small input cannot make this buffer large; growth is by what was really inflated.
    private const int StepBytes = 4096;

    /// <summary>Inflates until the source ends or the limit is reached.</summary>
    /// <param name="source">A zlib stream; what follows it is not looked at.</param>
    /// <param name="target">Where the bytes go.</param>
    /// <param name="bytesMax">Not more than these.</param>
    /// <exception cref="HistogramFormatException">It is not a zlib stream, or a damaged one.</exception>
    public static void Inflate(ZLibStream source, ArrayBufferWriter<byte> target, long bytesMax)
    {
        try
        {
            while (target.WrittenCount < bytesMax)
            {
                var room = target.GetSpan(StepBytes);
                room = room[..(int)Math.Min(room.Length, bytesMax - target.WrittenCount)];
                var read = source.Read(room);
                if (read == 0)
                {
                    return;
                }

                target.Advance(read);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new HistogramFormatException("The compressed bytes are damaged: " + e.Message, e);
        }
    }
}
