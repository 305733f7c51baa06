using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using LoadGen.Histograms;

namespace LoadGen.Measurement.Clients.Wire;

/// <summary>
/// Puts a message together: integers as LEB128 (signed ones zigzag), doubles as eight bytes little-endian, texts and histograms with their
/// length in front. Exact: what <see cref="WireReader"/> reads is what was written, bit for bit.
/// </summary>
internal sealed class WireWriter
{
    private const int LongestVarint = 10;

    private readonly ArrayBufferWriter<byte> _bytes = new(4096);
    private readonly ArrayBufferWriter<byte> _inner = new(4096);

    /// <summary>What was written since the last <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    /// <summary>Its length in bytes.</summary>
    public int Length => _bytes.WrittenCount;

    /// <summary>Begins anew; the memory is kept.</summary>
    public void Clear() => _bytes.ResetWrittenCount();

    /// <summary>Writes a byte.</summary>
    public void Byte(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }

    /// <summary>Writes yes or no.</summary>
    public void Bool(bool value) => Byte(value ? (byte)1 : (byte)0);

    /// <summary>Writes a number that is often small and never negative.</summary>
    public void Unsigned(ulong value)
    {
        Span<byte> to = _bytes.GetSpan(LongestVarint);
        int length = 0;
        while (value >= 0x80)
        {
            to[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        to[length++] = (byte)value;
        _bytes.Advance(length);
    }

    /// <summary>Writes a number that is often small, of either sign.</summary>
    public void Signed(long value) => Unsigned((ulong)((value << 1) ^ (value >> 63)));

    /// <summary>Writes a double.</summary>
    public void Double(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(_bytes.GetSpan(sizeof(double)), value);
        _bytes.Advance(sizeof(double));
    }

    /// <summary>Writes a text, or that there is none.</summary>
    public void Text(string? value)
    {
        if (value is null)
        {
            Unsigned(0);
            return;
        }

        int length = Encoding.UTF8.GetByteCount(value);
        Unsigned((ulong)length + 1);
        Encoding.UTF8.GetBytes(value, _bytes.GetSpan(length));
        _bytes.Advance(length);
    }

    /// <summary>Writes bytes, with their length in front.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        Unsigned((ulong)value.Length);
        _bytes.Write(value);
    }

    /// <summary>Writes what another writer put together, as it is.</summary>
    public void Raw(ReadOnlySpan<byte> value) => _bytes.Write(value);

    /// <summary>Writes a histogram: its range, precision and counts; no tag, no times.</summary>
    public void Histogram(HdrHistogram value)
    {
        _inner.ResetWrittenCount();
        HistogramCodec.EncodeV2(value, _inner);
        Bytes(_inner.WrittenSpan);
    }
}
