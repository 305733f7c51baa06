using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LoadGen.Tokenization.Templates.Values;

/// <summary>JSON to values, and back as Python's <c>json.dumps</c> writes it: a blank after commas and colons.</summary>
internal static class TemplateJson
{
    public static object? Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.TryGetInt64(out long n) ? (object)n : json.GetDouble(),
        JsonValueKind.Array => new TemplateList(json.EnumerateArray().Select(Read)),
        JsonValueKind.Object => ReadObject(json),
        _ => null,
    };

    /// <param name="value">What to write.</param>
    /// <param name="indent">Blanks a level; null for one line.</param>
    /// <param name="isAscii">Whether other characters are escaped.</param>
    /// <param name="isSorted">Whether members stand in the order of their names.</param>
    /// <param name="comma">Between elements.</param>
    /// <param name="colon">Between name and value.</param>
    public static string Write(object? value, int? indent = null, bool isAscii = false, bool isSorted = false, string? comma = null, string colon = ": ")
    {
        var writer = new Writer(indent, isAscii, isSorted, comma ?? (indent is null ? ", " : ","), colon);
        writer.Write(value, level: 0);
        return writer.ToString();
    }

    private static TemplateMap ReadObject(JsonElement json)
    {
        var map = new TemplateMap();
        foreach (JsonProperty member in json.EnumerateObject())
        {
            map[member.Name] = Read(member.Value);
        }

        return map;
    }

    private sealed class Writer(int? indent, bool isAscii, bool isSorted, string comma, string colon)
    {
        private readonly StringBuilder _text = new();

        public override string ToString() => _text.ToString();

        public void Write(object? value, int level)
        {
            switch (value)
            {
                case null:
                    _text.Append("null");
                    break;
                case bool b:
                    _text.Append(b ? "true" : "false");
                    break;
                case long or double:
                    _text.Append(Python.Repr(value));
                    break;
                case string s:
                    WriteString(s);
                    break;
                case TemplateList list:
                    WriteAll('[', ']', list.Count, i => Write(list[i], level + 1), level);
                    break;
                case TemplateMap map:
                    (object Key, object? Value)[] members =
                        [.. isSorted ? map.Items().OrderBy(member => Python.Text(member.Key), StringComparer.Ordinal) : map.Items()];
                    WriteAll('{', '}', members.Length, i => WriteMember(members[i], level + 1), level);
                    break;
                case Undefined undefined:
                    throw undefined.Error();
                default:
                    throw new TemplateError($"{Python.Kind(value)} cannot be written as JSON");
            }
        }

        private void WriteMember((object Key, object? Value) member, int level)
        {
            WriteString(member.Key as string ?? Write(member.Key));
            _text.Append(colon);
            Write(member.Value, level);
        }

        private static string Write(object key) => TemplateJson.Write(key);

        private void WriteAll(char open, char close, int count, Action<int> write, int level)
        {
            _text.Append(open);
            for (int i = 0; i < count; i++)
            {
                _text.Append(i == 0 ? "" : comma);
                NewLine(level + 1);
                write(i);
            }

            if (count > 0)
            {
                NewLine(level);
            }

            _text.Append(close);
        }

        private void NewLine(int level)
        {
            if (indent is { } width)
            {
                _text.Append('\n').Append(' ', width * level);
            }
        }

        private void WriteString(string text)
        {
            _text.Append('"');
            foreach (char c in text)
            {
                _ = c switch
                {
                    '"' => _text.Append("\\\""),
                    '\\' => _text.Append("\\\\"),
                    '\n' => _text.Append("\\n"),
                    '\r' => _text.Append("\\r"),
                    '\t' => _text.Append("\\t"),
                    '\b' => _text.Append("\\b"),
                    '\f' => _text.Append("\\f"),
                    _ when c < ' ' || (isAscii && c > '~') => _text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                    _ => _text.Append(c),
                };
            }

            _text.Append('"');
        }
    }
}
