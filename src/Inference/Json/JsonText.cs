using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.Text;

namespace LoadGen.Inference.Json;

/// <summary>Small questions about JSON bytes, and strings freed of their escapes.</summary>
internal static class JsonText
{
    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    public static bool IsWhitespace(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r';

    public static bool IsDigit(byte b) => (uint)(b - '0') <= 9;

    /// <summary>Cuts JSON whitespace from both ends.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        int start = 0;
        int end = text.Length;
        while (start < end && IsWhitespace(text[start]))
        {
            start++;
        }

        while (end > start && IsWhitespace(text[end - 1]))
        {
            end--;
        }

        return text[start..end];
    }

    /// <summary>Length of the escape that <paramref name="text"/> starts with; 0 when it is not a valid one (RFC 8259 §7).</summary>
    public static int EscapeLength(ReadOnlySpan<byte> text)
    {
        if (text.Length < 2)
        {
            return 0;
        }

        if (text[1] == 'u')
        {
            return text.Length >= 6 && text.Slice(2, 4).IndexOfAnyExcept(HexDigits) < 0 ? 6 : 0;
        }

        return "\"\\/bfnrt"u8.Contains(text[1]) ? 2 : 0;
    }

    /// <summary>Undoes the escapes of a JSON string's raw bytes. An escape cut short at the end is dropped, half a surrogate pair becomes U+FFFD.</summary>
    public static byte[] Unescape(ReadOnlySpan<byte> raw)
    {
        // No escape is shorter than what it stands for.
        byte[] result = new byte[raw.Length];
        return result[..Unescape(raw, result)];
    }

    /// <summary>The same, appended to a buffer.</summary>
    public static void Unescape(ReadOnlySpan<byte> raw, IBufferWriter<byte> output)
    {
        if (raw.Contains((byte)'\\'))
        {
            output.Advance(Unescape(raw, output.GetSpan(raw.Length)));
        }
        else
        {
            output.Write(raw);
        }
    }

    /// <summary>The same, into a span as long as the raw bytes.</summary>
    /// <returns>Bytes written.</returns>
    private static int Unescape(ReadOnlySpan<byte> raw, Span<byte> result)
    {
        int used = 0;
        while (!raw.IsEmpty)
        {
            int plain = raw.IndexOf((byte)'\\');
            plain = plain < 0 ? raw.Length : plain;
            raw[..plain].CopyTo(result[used..]);
            used += plain;
            raw = raw[plain..];
            int length = EscapeLength(raw);
            if (length == 0)
            {
                break;
            }

            used += UnescapeOne(ref raw, length, result[used..]);
        }

        return used;
    }

    /// <summary>What stands at a position, as a kind of token: never the content itself.</summary>
    public static string DescribeAt(ReadOnlySpan<byte> text, int at)
    {
        if ((uint)at >= (uint)text.Length)
        {
            return text.IsEmpty ? "no data" : "the end of the data";
        }

        byte b = text[at];
        return b switch
        {
            (byte)'{' => "an object",
            (byte)'[' => "an array",
            (byte)'"' => "a string",
            (byte)'\'' => "a single quote",
            (byte)'\\' => "a backslash",
            (byte)'}' or (byte)']' or (byte)',' or (byte)':' => $"'{(char)b}'",
            (byte)'<' => "'<' (markup?)",
            (byte)'-' => "a number",
            >= (byte)'0' and <= (byte)'9' => "a number",
            _ when text[at..].StartsWith("null"u8) => "null",
            _ when text[at..].StartsWith("true"u8) || text[at..].StartsWith("false"u8) => "a boolean",
            < 0x20 or 0x7f => $"control byte 0x{b:x2}",
            >= 0x80 => "a non-ASCII byte",
            _ => char.IsAsciiLetter((char)b) ? "a letter" : "a punctuation mark",
        };
    }

    private static int UnescapeOne(ref ReadOnlySpan<byte> raw, int length, Span<byte> destination)
    {
        if (length == 2)
        {
            destination[0] = raw[1] switch
            {
                (byte)'b' => (byte)'\b',
                (byte)'f' => (byte)'\f',
                (byte)'n' => (byte)'\n',
                (byte)'r' => (byte)'\r',
                (byte)'t' => (byte)'\t',
                byte other => other,
            };
            raw = raw[2..];
            return 1;
        }

        char high = Hex4(raw);
        raw = raw[6..];
        if (char.IsHighSurrogate(high) && EscapeLength(raw) == 6 && char.IsLowSurrogate(Hex4(raw)))
        {
            var pair = new Rune(high, Hex4(raw));
            raw = raw[6..];
            return pair.EncodeToUtf8(destination);
        }

        return (char.IsSurrogate(high) ? Rune.ReplacementChar : new Rune(high)).EncodeToUtf8(destination);
    }

    private static char Hex4(ReadOnlySpan<byte> escape)
    {
        // EscapeLength has seen four hexadecimal digits.
        bool parsed = Utf8Parser.TryParse(escape.Slice(2, 4), out ushort value, out int used, 'x');
        Debug.Assert(parsed && used == 4, "an escape of six bytes has four hexadecimal digits");
        return (char)value;
    }
}
