using System.Text;
using System.Text.Unicode;

namespace LoadGen.Tokenization.Pipeline;

/// <summary>
/// What is no UTF-8 becomes U+FFFD, one for each longest part that could have begun a character, as Unicode recommends (The Unicode
/// Standard, section 3.9), and as Python, Rust and browsers do. A surrogate in UTF-8 is three of them.
/// </summary>
internal static class Utf8Repair
{
    /// <summary>U+FFFD.</summary>
    public static ReadOnlySpan<byte> Replacement => "\uFFFD"u8;

    /// <summary>The text itself if it is valid, else what it is repaired to, in the buffer.</summary>
    public static ReadOnlySpan<byte> Valid(ReadOnlySpan<byte> text, ByteBuffer buffer)
    {
        if (Utf8.IsValid(text))
        {
            return text;
        }

        buffer.Clear();
        Append(text, buffer);
        return buffer.Written;
    }

    /// <summary>Appends the text, repaired.</summary>
    public static void Append(ReadOnlySpan<byte> text, ByteBuffer output)
    {
        if (Utf8.IsValid(text))
        {
            output.Add(text);
            return;
        }

        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out Rune rune, out int length);
            output.Add(rune);
            text = text[length..];
        }
    }

    /// <summary>How many bytes at the end are the beginning of a character that more bytes would complete.</summary>
    public static int IncompleteAtEnd(ReadOnlySpan<byte> text)
    {
        for (int length = 1; length <= Math.Min(3, text.Length); length++)
        {
            byte lead = text[^length];
            if ((lead & 0xC0) != 0x80)
            {
                return Rune.DecodeFromUtf8(text[^length..], out _, out _) == System.Buffers.OperationStatus.NeedMoreData ? length : 0;
            }
        }

        return 0;
    }
}
