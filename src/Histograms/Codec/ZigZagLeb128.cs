using System.Diagnostics;

namespace LoadGen.Histograms.Codec;

/// <summary>
/// The variable-length integers of the V2 payload: ZigZag, then LEB128 of at most nine bytes, the ninth carrying eight bits.
/// </summary>
internal static class ZigZagLeb128
{
    public const int BytesMax = 9;

    public static int Write(Span<byte> target, long value)
    {
        Debug.Assert(target.Length >= BytesMax);
        var rest = (ulong)((value << 1) ^ (value >> 63));
        var length = 0;
        while (rest >= 0x80 && length < BytesMax - 1)
        {
            target[length++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        target[length++] = (byte)rest;
        return length;
    }

    /// <summary>Reads one integer and moves the source past it; false when the source ends within it.</summary>
    public static bool TryRead(ref ReadOnlySpan<byte> source, out long value)
    {
        var bits = 0UL;
        for (var i = 0; i < source.Length; i++)
        {
            var isNinth = i == BytesMax - 1;
            bits |= (ulong)(isNinth ? source[i] : source[i] & 0x7f) << (7 * i);
            if (isNinth || source[i] < 0x80)
            {
                source = source[(i + 1)..];
                value = (long)(bits >> 1) ^ -(long)(bits & 1);
                return true;
            }
        }

        value = 0;
        return false;
    }
}
