using System.Text;

namespace LoadGen.Verdicts.Evidence;

/// <summary>
/// A member's header in a tar archive (POSIX.1-1988 ustar), of which only name and length vary: no times, owners or modes of a machine. Two
/// archives of the same files are the same bytes, and a header with any other byte in it was tampered with.
/// </summary>
/// <remarks>
/// Layout, by offset: name 0 (100), mode 100 (8), uid 108 (8), gid 116 (8), size 124 (12), mtime 136 (12), checksum 148 (8), type 156 (1),
/// magic 257 (6), version 263 (2). Numbers are octal digits with a NUL behind them. The checksum is the sum of the block's bytes, itself
/// counted as blanks.
/// </remarks>
internal static class UstarHeader
{
    /// <summary>Length of a header, and the unit that contents are padded to, bytes.</summary>
    public const int BlockBytes = 512;

    /// <summary>The longest name, bytes.</summary>
    public const int NameBytesMax = 99;

    /// <summary>The largest content: 11 octal digits.</summary>
    public const long SizeMax = (1L << 33) - 1;

    private const int ChecksumAt = 148;
    private const int ChecksumBytes = 8;

    /// <summary>Writes a header.</summary>
    /// <param name="block">Gets it; <see cref="BlockBytes"/> long.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="size">Its content's length, bytes.</param>
    public static void Write(Span<byte> block, string name, long size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Encoding.UTF8.GetByteCount(name), NameBytesMax, nameof(name));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, SizeMax);
        block.Clear();
        Encoding.UTF8.GetBytes(name, block);
        Octal(block.Slice(100, 8), 0b110_100_100); // 0644
        Octal(block.Slice(108, 8), 0);
        Octal(block.Slice(116, 8), 0);
        Octal(block.Slice(124, 12), size);
        Octal(block.Slice(136, 12), 0);
        block[156] = (byte)'0'; // a file
        "ustar\0"u8.CopyTo(block[257..]);
        "00"u8.CopyTo(block[263..]);
        block.Slice(ChecksumAt, ChecksumBytes).Fill((byte)' ');
        int sum = 0;
        foreach (byte b in block)
        {
            sum += b;
        }

        // Six digits, NUL, blank.
        Octal(block.Slice(ChecksumAt, ChecksumBytes - 1), sum);
    }

    /// <summary>Reads name and length, whatever the rest of the header says.</summary>
    public static bool TryRead(ReadOnlySpan<byte> block, out string name, out long size)
    {
        int end = block[..100].IndexOf((byte)0);
        name = end > 0 ? Encoding.UTF8.GetString(block[..end]) : "";
        size = 0;
        foreach (byte digit in block.Slice(124, 11))
        {
            if (digit is < (byte)'0' or > (byte)'7')
            {
                return false;
            }

            size = (size * 8) + (digit - '0');
        }

        return name.Length > 0;
    }

    /// <summary>Bytes from a content's end to the next header.</summary>
    public static int Padding(long size) => (int)((BlockBytes - (size % BlockBytes)) % BlockBytes);

    private static void Octal(Span<byte> field, long value)
    {
        string digits = Convert.ToString(value, 8).PadLeft(field.Length - 1, '0');
        for (int i = 0; i < digits.Length; i++)
        {
            field[i] = (byte)digits[i];
        }

        field[^1] = 0;
    }
}
