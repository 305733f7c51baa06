using System.Buffers.Binary;
using System.Text;
using LoadGen.Histograms;

namespace LoadGen.Measurement.Clients.Wire;

/// <summary>Takes a message of <see cref="WireWriter"/> apart. Believes nothing: what does not fit is a <see cref="WireException"/>.</summary>
internal ref struct WireReader
{
    private const int LongestVarint = 10;

    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;

    /// <summary>Begins to read.</summary>
    /// <param name="bytes">A whole message.</param>
    public WireReader(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Nothing is left.</summary>
    public readonly bool IsAtEnd => _at == _bytes.Length;

    /// <summary>Reads a byte.</summary>
    public byte Byte() => Take(1)[0];

    /// <summary>Reads yes or no.</summary>
    public bool Bool() => Byte() switch
    {
        0 => false,
        1 => true,
        var other => throw new WireException($"a control message holds {other} where 0 or 1 should be"),
    };

    /// <summary>Reads a number that is never negative.</summary>
    public ulong Unsigned()
    {
        ulong value = 0;
        for (int i = 0; i < LongestVarint; i++)
        {
            byte next = Byte();
            value |= (ulong)(next & 0x7f) << (7 * i);
            if (next < 0x80)
            {
                return i == LongestVarint - 1 && next > 1 ? throw TooLong() : value;
            }
        }

        throw TooLong();
    }

    /// <summary>Reads a number of either sign.</summary>
    public long Signed()
    {
        ulong value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>Reads a number of either sign that fits an <see cref="int"/>.</summary>
    public int Int()
    {
        long value = Signed();
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw new WireException($"a control message holds {value} where a number of 32 bits should be");
    }

    /// <summary>Reads how many things follow, each of which takes at least <paramref name="bytesEach"/>.</summary>
    public int Count(int bytesEach = 1)
    {
        ulong count = Unsigned();
        return count <= (ulong)((_bytes.Length - _at) / bytesEach) ? (int)count : throw new WireException($"a control message announces {count} values and ends before them");
    }

    /// <summary>Reads a double.</summary>
    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    /// <summary>Reads a text; null where there is none.</summary>
    public string? Text()
    {
        ulong length = Unsigned();
        return length == 0 ? null
            : length - 1 <= (ulong)(_bytes.Length - _at) ? Encoding.UTF8.GetString(Take((int)(length - 1)))
            : throw new WireException($"a control message announces a text of {length - 1} bytes and ends before it");
    }

    /// <summary>Reads a text that must be there.</summary>
    public string RequiredText() => Text() ?? throw new WireException("a control message lacks a text");

    /// <summary>Reads a histogram.</summary>
    public HdrHistogram Histogram()
    {
        try
        {
            return HistogramCodec.Decode(Take(Count()));
        }
        catch (HistogramFormatException e)
        {
            throw new WireException("a control message holds no sound histogram: " + e.Message);
        }
    }

    /// <summary>Nothing may be left.</summary>
    public readonly void End()
    {
        if (!IsAtEnd)
        {
            throw new WireException($"a control message is {_bytes.Length - _at} bytes too long");
        }
    }

    private static WireException TooLong() => new("a control message holds a number of more than 64 bits");

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length - _at)
        {
            throw new WireException("a control message ends too early");
        }

        _at += count;
        return _bytes.Slice(_at - count, count);
    }
}
