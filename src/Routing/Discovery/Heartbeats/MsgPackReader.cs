using System.Buffers.Binary;
using System.Text;

namespace LoadGen.Routing.Discovery.Heartbeats;

/// <summary>
/// Reads msgpack (<see href="https://github.com/msgpack/msgpack/blob/master/spec.md"/>) as far as registrations need it: maps with text keys,
/// texts, whole numbers; any other value can be passed over. Never reads past the end, never allocates by a size that it was only told.
/// <code>
/// map  = 80-8f | de u16 | df u32          then that many keys and values
/// text = a0-bf | d9 u8 | da u16 | db u32  then that many octets of UTF-8
/// int  = 00-7f | e0-ff | cc u8 | cd u16 | ce u32 | cf u64 | d0 i8 | d1 i16 | d2 i32 | d3 i64
/// skip = c0 nil | c2 c3 boolean | c4-c6 bin | c7-c9 ext | ca f32 | cb f64 | d4-d8 fixext | 90-9f dc dd array | map | text | int
/// </code>
/// All numbers are in network order. c1 is never used and refused.
/// </summary>
internal ref struct MsgPackReader(ReadOnlySpan<byte> bytes)
{
    // Registrations are flat, but for lists of hosts.
    private const int DepthMax = 8;

    private static readonly UTF8Encoding s_utf8 = new(false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Everything has been read.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>Reads the beginning of a map: how many keys it has.</summary>
    public bool TryReadMap(out int count)
    {
        count = 0;
        if (!TryPeek(out byte head))
        {
            return false;
        }

        return head switch
        {
            >= 0x80 and <= 0x8F => TrySize(0, head & 0x0F, out count),
            0xDE => TrySize(2, 0, out count),
            0xDF => TrySize(4, 0, out count),
            _ => false,
        };
    }

    /// <summary>Reads text.</summary>
    public bool TryReadText(out string text)
    {
        text = "";
        if (!TryPeek(out byte head) || !TryTextLength(head, out int length) || !TryTake(length, out ReadOnlySpan<byte> utf8))
        {
            return false;
        }

        try
        {
            text = s_utf8.GetString(utf8);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>Reads a whole number that fits 64 bits with sign.</summary>
    public bool TryReadInteger(out long value)
    {
        value = 0;
        if (!TryPeek(out byte head))
        {
            return false;
        }

        int size = head switch
        {
            <= 0x7F or >= 0xE0 => 0,
            0xCC or 0xD0 => 1,
            0xCD or 0xD1 => 2,
            0xCE or 0xD2 => 4,
            0xCF or 0xD3 => 8,
            _ => -1,
        };
        if (size < 0 || _rest.Length < 1 + size)
        {
            return false;
        }

        ReadOnlySpan<byte> digits = _rest.Slice(1, size);
        value = head switch
        {
            0xCC => digits[0],
            0xCD => BinaryPrimitives.ReadUInt16BigEndian(digits),
            0xCE => BinaryPrimitives.ReadUInt32BigEndian(digits),
            0xCF => (long)BinaryPrimitives.ReadUInt64BigEndian(digits),
            0xD0 => (sbyte)digits[0],
            0xD1 => BinaryPrimitives.ReadInt16BigEndian(digits),
            0xD2 => BinaryPrimitives.ReadInt32BigEndian(digits),
            0xD3 => BinaryPrimitives.ReadInt64BigEndian(digits),
            _ => (sbyte)head,
        };
        _rest = _rest[(1 + size)..];
        return head != 0xCF || value >= 0;
    }

    /// <summary>Passes one value over, whatever it is.</summary>
    public bool TrySkip() => TrySkip(0);

    private bool TrySkip(int depth)
    {
        if (depth > DepthMax || !TryPeek(out byte head))
        {
            return false;
        }

        switch (head)
        {
            case <= 0x7F or >= 0xE0 or 0xC0 or 0xC2 or 0xC3:
                return TryTake(1, out _);
            case >= 0x80 and <= 0x8F or 0xDE or 0xDF:
                return TryReadMap(out int pairs) && TrySkipMany(2L * pairs, depth + 1);
            case >= 0x90 and <= 0x9F:
                return TrySize(0, head & 0x0F, out int few) && TrySkipMany(few, depth + 1);
            case 0xDC or 0xDD:
                return TrySize(head == 0xDC ? 2 : 4, 0, out int items) && TrySkipMany(items, depth + 1);
            case >= 0xA0 and <= 0xBF or >= 0xD9 and <= 0xDB:
                return TryTextLength(head, out int text) && TryTake(text, out _);
            case >= 0xC4 and <= 0xC6:
                return TrySize(1 << (head - 0xC4), 0, out int binary) && TryTake(binary, out _);
            case >= 0xC7 and <= 0xC9:
                return TrySize(1 << (head - 0xC7), 0, out int extension) && TryTake(extension + 1L, out _);
            case 0xCA or 0xCB:
                return TryTake(head == 0xCA ? 5 : 9, out _);
            case >= 0xCC and <= 0xCF:
                return TryTake(1 + (1 << (head - 0xCC)), out _);
            case >= 0xD0 and <= 0xD3:
                return TryTake(1 + (1 << (head - 0xD0)), out _);
            case >= 0xD4 and <= 0xD8:
                return TryTake(2 + (1 << (head - 0xD4)), out _);
            default:
                return false;
        }
    }

    private bool TrySkipMany(long count, int depth)
    {
        for (long i = 0; i < count; i++)
        {
            if (!TrySkip(depth))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryTextLength(byte head, out int length)
    {
        length = 0;
        return head switch
        {
            >= 0xA0 and <= 0xBF => TrySize(0, head & 0x1F, out length),
            >= 0xD9 and <= 0xDB => TrySize(1 << (head - 0xD9), 0, out length),
            _ => false,
        };
    }

    // Takes a head and the size after it, which is of 0 octets (then it stands in the head), 1, 2 or 4.
    private bool TrySize(int octets, int inHead, out int size)
    {
        size = inHead;
        if (!TryTake(1 + octets, out ReadOnlySpan<byte> taken))
        {
            return false;
        }

        uint value = octets switch
        {
            0 => (uint)inHead,
            1 => taken[1],
            2 => BinaryPrimitives.ReadUInt16BigEndian(taken[1..]),
            _ => BinaryPrimitives.ReadUInt32BigEndian(taken[1..]),
        };
        size = (int)value;
        return value <= int.MaxValue;
    }

    private readonly bool TryPeek(out byte head)
    {
        head = _rest.IsEmpty ? (byte)0 : _rest[0];
        return !_rest.IsEmpty;
    }

    private bool TryTake(long count, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (count > _rest.Length)
        {
            return false;
        }

        taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return true;
    }
}
