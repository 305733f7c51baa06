using System.Text;
using System.Text.Json;
using LoadGen.Inference.Json;

namespace LoadGen.Inference;

/// <summary>
/// Reads the users' further request fields, <see cref="GenerationOptions.ExtraBody"/>: strictly, because a field that a server
/// silently ignores makes a measurement of something else.
/// </summary>
public static class ExtraBody
{
    /// <summary>Parses one JSON object. Comments, trailing commas and repeated names (at any depth) are refused.</summary>
    /// <exception cref="FormatException">One line: what is wrong, at which character (from 1), what would be right.</exception>
    public static JsonElement Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        byte[] utf8 = Encoding.UTF8.GetBytes(json);
        var scanner = new JsonScanner(utf8);
        if (scanner.Peek() != '{')
        {
            scanner.Fail("'{'");
        }

        ThrowIfRepeated(ref scanner, utf8);
        scanner.End();
        if (scanner.Failed)
        {
            throw Wrong($"expected {scanner.Expected} at {Place(utf8, scanner.Position)}, found {JsonText.DescribeAt(utf8, scanner.Position)}");
        }

        using JsonDocument document = JsonDocument.Parse(utf8);
        return document.RootElement.Clone();
    }

    private static void ThrowIfRepeated(ref JsonScanner json, ReadOnlySpan<byte> utf8)
    {
        switch (json.Peek())
        {
            case (byte)'{':
                var names = new HashSet<string>(StringComparer.Ordinal);
                json.EnterObject("an object");
                while (json.NextName(out ReadOnlySpan<byte> name))
                {
                    string text = Encoding.UTF8.GetString(name);

                    // What the unescaping leaves of half a surrogate pair. JsonElement would throw when it compares such a name.
                    if (text.Contains('\uFFFD'))
                    {
                        throw Wrong($"a name has half a surrogate pair before {Place(utf8, json.Position)}");
                    }

                    if (!names.Add(text))
                    {
                        throw Wrong($"\"{text}\" stands twice in one object, the second time before {Place(utf8, json.Position)}");
                    }

                    ThrowIfRepeated(ref json, utf8);
                }

                break;
            case (byte)'[':
                json.EnterArray("an array");
                while (json.NextElement())
                {
                    ThrowIfRepeated(ref json, utf8);
                }

                break;
            default:
                json.Skip();
                break;
        }
    }

    private static FormatException Wrong(string what) =>
        new($"The extra body is not a JSON object: {what}. Right would be, for example, {{\"top_p\": 0.9}}.");

    private static string Place(ReadOnlySpan<byte> utf8, int position) =>
        $"character {Encoding.UTF8.GetCharCount(utf8[..position]) + 1}";
}
