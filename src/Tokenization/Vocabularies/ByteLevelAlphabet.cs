using System.Text;

namespace LoadGen.Tokenization.Vocabularies;

/// <summary>
/// GPT-2's writing of bytes as characters: printable Latin-1 stands for itself, the other 68 bytes, in order, are U+0100 and on.
/// Vocabularies of byte-level tokenizers are written so; the text itself never has to be.
/// </summary>
/// <remarks>Source: <c>bytes_to_unicode</c> in GPT-2's encoder.py.</remarks>
internal static class ByteLevelAlphabet
{
    private const int FirstSubstitute = 0x100;

    private static readonly char[] s_chars = MakeChars();
    private static readonly short[] s_bytes = MakeBytes();

    /// <summary>The character a byte is written as.</summary>
    public static char CharOf(byte value) => s_chars[value];

    /// <summary>The byte that a code point stands for, or -1.</summary>
    public static int ByteOf(int codePoint) => (uint)codePoint < (uint)s_bytes.Length ? s_bytes[codePoint] : -1;

    /// <summary>
    /// Reads a token as it is written, in UTF-8, into the bytes it stands for. False, and nothing useful in the destination, if one
    /// of its characters stands for no byte.
    /// </summary>
    /// <param name="written">The token as the file has it.</param>
    /// <param name="bytes">At least as long as <paramref name="written"/>.</param>
    /// <param name="count">How many bytes there are.</param>
    public static bool TryRead(ReadOnlySpan<byte> written, Span<byte> bytes, out int count)
    {
        count = 0;
        while (!written.IsEmpty)
        {
            Rune.DecodeFromUtf8(written, out Rune rune, out int length);
            int value = ByteOf(rune.Value);
            if (value < 0)
            {
                return false;
            }

            bytes[count++] = (byte)value;
            written = written[length..];
        }

        return true;
    }

    private static bool IsPrintable(int value) => value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);

    private static char[] MakeChars()
    {
        char[] chars = new char[256];
        char next = (char)FirstSubstitute;
        for (int i = 0; i < chars.Length; i++)
        {
            chars[i] = IsPrintable(i) ? (char)i : next++;
        }

        return chars;
    }

    private static short[] MakeBytes()
    {
        short[] bytes = new short[s_chars.Max() + 1];
        Array.Fill(bytes, (short)-1);
        for (int i = 0; i < s_chars.Length; i++)
        {
            bytes[s_chars[i]] = (short)i;
        }

        return bytes;
    }
}
