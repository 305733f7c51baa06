using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace LoadGen.Simulation.Responses;

/// <summary>The usage field with its counts, and the event's end; formatted but for the counts that change.</summary>
internal sealed class UsageText
{
    private readonly int _promptTokens;
    private readonly int _start;
    private readonly byte[] _text = new byte[192];

    public UsageText(int promptTokens, int cachedTokens)
    {
        _promptTokens = promptTokens;
        string start = string.Create(CultureInfo.InvariantCulture, $",\"usage\":{{\"prompt_tokens\":{promptTokens},\"prompt_tokens_details\":{{\"cached_tokens\":{cachedTokens}}},\"completion_tokens\":");
        _start = Encoding.UTF8.GetBytes(start, _text);
    }

    public ReadOnlySpan<byte> Format(int completionTokens)
    {
        int length = _start;
        Utf8Formatter.TryFormat(completionTokens, _text.AsSpan(length), out int digits);
        length += digits;
        length += Put(",\"total_tokens\":"u8, length);
        Utf8Formatter.TryFormat((long)_promptTokens + completionTokens, _text.AsSpan(length), out digits);
        length += digits;
        length += Put("}}\n\n"u8, length);
        return _text.AsSpan(0, length);
    }

    private int Put(ReadOnlySpan<byte> bytes, int at)
    {
        bytes.CopyTo(_text.AsSpan(at));
        return bytes.Length;
    }
}
