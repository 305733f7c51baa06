using System.Buffers.Text;

namespace LoadGen.Simulation.Streams;

/// <summary>The text of tokens: a space and a word, the words taken in turn, so that a tokenizer of words counts what was sent.</summary>
internal static class TokenText
{
    /// <summary>Bytes that a token may take at most.</summary>
    public const int TokenBytesMax = 24;

    private static readonly byte[][] Words =
    [
        " the"u8.ToArray(), " simulated"u8.ToArray(), " engine"u8.ToArray(), " says"u8.ToArray(), " one"u8.ToArray(), " word"u8.ToArray(),
        " for"u8.ToArray(), " every"u8.ToArray(), " token"u8.ToArray(), " and"u8.ToArray(), " then"u8.ToArray(), " begins"u8.ToArray(), " again"u8.ToArray(),
    ];

    /// <summary>Writes tokens of a response.</summary>
    /// <param name="first">The index of the first.</param>
    /// <param name="count">How many.</param>
    /// <param name="output">At least <see cref="TokenBytesMax"/> for each.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(int first, int count, Span<byte> output)
    {
        int length = 0;
        for (int i = first; i < first + count; i++)
        {
            byte[] word = Words[i % Words.Length];
            word.CopyTo(output[length..]);
            length += word.Length;
        }

        return length;
    }

    /// <summary>Writes a space and a monotonic time in ns.</summary>
    /// <returns>Bytes written.</returns>
    public static int WriteStamp(long nowNs, Span<byte> output)
    {
        output[0] = (byte)' ';
        Utf8Formatter.TryFormat(nowNs, output[1..], out int digits);
        return 1 + digits;
    }
}
