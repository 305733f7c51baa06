using System.Text;
using LoadGen.Inference.Json;

namespace LoadGen.Inference.Reading;

/// <summary>Server text made fit for one line of a report: unescaped, no control characters, cut, and without the request echoed in it.</summary>
internal static class ErrorText
{
    /// <summary>The longest message kept, in UTF-16 units; <see cref="InferenceError.Message"/> promises it.</summary>
    public const int CharsMax = 500;

    /// <summary>
    /// Bytes looked at: an escaped character is at most six bytes, and as many again so that the whitespace that is collapsed costs nothing.
    /// </summary>
    private const int BytesMax = 2 * 6 * CharsMax;

    /// <summary>
    /// Pydantic prints the rejected input, which is the request and so the prompt, into its messages; vLLM passes them on.
    /// Prompts are never reported, so the message ends there.
    /// </summary>
    private static readonly string[] RequestEchoes = ["'input':", "\"input\":", "input_value="];

    /// <summary>A JSON string's raw bytes as clean text; null when nothing is left.</summary>
    public static string? Clean(ReadOnlySpan<byte> raw) => CleanText(JsonText.Unescape(raw[..Math.Min(raw.Length, BytesMax)]));

    /// <summary>The first line of a body that is not JSON, or a page's title; null when nothing is left.</summary>
    public static string? FirstLine(ReadOnlySpan<byte> body)
    {
        body = body[..Math.Min(body.Length, BytesMax)];
        if (body[0] == '<' && TryFindTitle(body, out ReadOnlySpan<byte> title))
        {
            return CleanText(title);
        }

        int end = body.IndexOfAny((byte)'\r', (byte)'\n');
        return CleanText(end < 0 ? body : body[..end]);
    }

    /// <summary>FastAPI's location array as a path, such as <c>body.messages.0</c>.</summary>
    public static string Location(ReadOnlySpan<byte> array)
    {
        var path = new StringBuilder();
        var json = new JsonScanner(array);
        json.EnterArray("an array");
        while (json.NextElement())
        {
            ReadOnlySpan<byte> step = json.Peek() == '"' ? json.ReadString("a string") : json.ReadRaw();
            path.Append(path.Length == 0 ? "" : ".").Append(Clean(step));
        }

        return path.Length == 0 ? "request" : path.ToString();
    }

    /// <summary>Cuts to <see cref="CharsMax"/>, the last character then being an ellipsis; never between two halves of a pair.</summary>
    public static string Cut(string text)
    {
        if (text.Length <= CharsMax)
        {
            return text;
        }

        int kept = CharsMax - 1;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[kept - 1]) ? kept - 1 : kept), "…");
    }

    private static string? CleanText(ReadOnlySpan<byte> utf8)
    {
        string text = Encoding.UTF8.GetString(utf8);
        string cut = "";
        foreach (string echo in RequestEchoes)
        {
            int at = text.IndexOf(echo, StringComparison.Ordinal);
            if (at >= 0)
            {
                text = text[..at];
                cut = "(request left out)";
            }
        }

        var clean = new StringBuilder(text.Length);
        bool gap = false;
        foreach (char c in text)
        {
            if (char.IsControl(c) || char.IsWhiteSpace(c) || c is '\u2028' or '\u2029')
            {
                gap = clean.Length > 0;
                continue;
            }

            clean.Append(gap ? " " : "").Append(c);
            gap = false;
        }

        clean.Append(cut);
        return clean.Length == 0 ? null : Cut(clean.ToString());
    }

    private static bool TryFindTitle(ReadOnlySpan<byte> page, out ReadOnlySpan<byte> title)
    {
        title = default;
        for (int i = 0; i + "<title>".Length <= page.Length; i++)
        {
            if (Ascii.EqualsIgnoreCase(page.Slice(i, "<title>".Length), "<title>"u8))
            {
                title = page[(i + "<title>".Length)..];
                int end = title.IndexOf((byte)'<');
                title = end < 0 ? title : title[..end];
                return !JsonText.Trim(title).IsEmpty;
            }
        }

        return false;
    }
}
