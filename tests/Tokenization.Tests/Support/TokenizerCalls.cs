using System.Buffers;
using System.Text;

namespace LoadGen.Tokenization.Tests.Support;

/// <summary>A tokenizer's calls, with arrays and strings for buffers.</summary>
internal static class TokenizerCalls
{
    public static int[] Ids(this Tokenizer tokenizer, ReadOnlySpan<byte> utf8, bool addSpecialTokens = false)
    {
        var ids = new ArrayBufferWriter<int>();
        tokenizer.Encode(utf8, ids, addSpecialTokens);
        return ids.WrittenSpan.ToArray();
    }

    public static int[] Ids(this Tokenizer tokenizer, string text, bool addSpecialTokens = false) =>
        tokenizer.Ids(Encoding.UTF8.GetBytes(text), addSpecialTokens);

    /// <summary>The tokens of a text as the file writes them.</summary>
    public static string[] Tokens(this Tokenizer tokenizer, string text, bool addSpecialTokens = false) =>
        [.. tokenizer.Ids(text, addSpecialTokens).Select(id => Encoding.UTF8.GetString(tokenizer.TokenOf(id)))];

    public static byte[] Text(this Tokenizer tokenizer, ReadOnlySpan<int> ids, bool skipSpecialTokens = false)
    {
        var text = new ArrayBufferWriter<byte>();
        tokenizer.Decode(ids, text, skipSpecialTokens);
        return text.WrittenSpan.ToArray();
    }

    public static string Decoded(this Tokenizer tokenizer, ReadOnlySpan<int> ids, bool skipSpecialTokens = false) =>
        Encoding.UTF8.GetString(tokenizer.Text(ids, skipSpecialTokens));

    public static string Streamed(this Tokenizer tokenizer, ReadOnlySpan<int> ids, bool skipSpecialTokens = false)
    {
        var text = new ArrayBufferWriter<byte>();
        StreamingDecoder decoder = tokenizer.CreateStreamingDecoder(skipSpecialTokens);
        foreach (int id in ids)
        {
            decoder.Append(id, text);
        }

        decoder.Flush(text);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }
}
