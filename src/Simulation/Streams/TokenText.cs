using System.Buffers.Text;

namespace LoadGen.Simulation.Streams;

/// <summary>The text of tokens: a space and a word, the words taken in turn, so that a tokenizer of words counts what was sent.</summary>
internal static class TokenText
{
    /// <summary>Bytes that a token may take at most.</summary>
    public const int TokenBytesMax = 24;

    // Any offset does; without one the ids would look like indices.
    private const int FirstId = 1000;

    private static readonly byte[][] Words =
    [
        " the"u8.ToArray(), " simulated"u8.ToArray(), " engine"u8.ToArray(), " says"u8.ToArray(), " one"u8.ToArray(), " word"u8.ToArray(),
        " for"u8.ToArray(), " every"u8.ToArray(), " token"u8.ToArray(), " and"u8.ToArray(), " then"u8.ToArray(), " begins"u8.ToArray(), " again"u8.ToArray(),
    ];

    /// <summary>What a stream's end marker looks like, as the text of a token.</summary>
    public static ReadOnlySpan<byte> Marker => "data: [DONE]"u8;

    /// <summary>Writes tokens of a response.</summary>
    /// <param name="run">Which.</param>
    /// <param name="output">At least <see cref="TokenBytesMax"/> for each.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(TokenRun run, Span<byte> output)
    {
        int length = 0;
        for (int i = run.First; i < run.End; i++)
        {
            ReadOnlySpan<byte> word = run.TextOf(i);
            word.CopyTo(output[length..]);
            length += word.Length;
        }

        return length;
    }

    /// <summary>One token's text.</summary>
    /// <param name="index">Its index.</param>
    /// <param name="choice">Its choice.</param>
    /// <param name="markerAt">Index of the token that reads like a stream's end marker; -1 for none.</param>
    public static ReadOnlySpan<byte> Of(int index, int choice, int markerAt) => index == markerAt ? Marker : Words[(int)((uint)(index + choice) % (uint)Words.Length)];

    /// <summary>The id of the token that stands at an index of the first choice.</summary>
    public static int IdOf(int index) => FirstId + (int)((uint)index % (uint)Words.Length);

    /// <summary>Writes a space and a monotonic time in ns.</summary>
    /// <returns>Bytes written.</returns>
    public static int WriteStamp(long nowNs, Span<byte> output)
    {
        output[0] = (byte)' ';
        Utf8Formatter.TryFormat(nowNs, output[1..], out int digits);
        return 1 + digits;
    }
}
