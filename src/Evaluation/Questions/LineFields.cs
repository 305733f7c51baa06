using System.Text.Json;

namespace LoadGen.Evaluation.Questions;

/// <summary>The fields of one line. Fields that nobody asks for are let be: real data sets carry many.</summary>
internal sealed class LineFields
{
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);

    /// <param name="line">The line as JSON.</param>
    /// <exception cref="LineException">It is no object, or names a field twice.</exception>
    public LineFields(JsonElement line)
    {
        if (line.ValueKind != JsonValueKind.Object)
        {
            throw new LineException($"found {Kind(line)}; accepted: one JSON object a line");
        }

        foreach (JsonProperty property in line.EnumerateObject())
        {
            if (!_fields.TryAdd(property.Name, property.Value))
            {
                throw new LineException($"the field '{property.Name}' stands there twice");
            }
        }
    }

    public bool Has(string name) => _fields.ContainsKey(name);

    /// <summary>A text that must be there and say something.</summary>
    public string Text(string name) => OptionalText(name) ?? throw new LineException($"the field '{name}' is missing; accepted: text");

    /// <summary>A text that may be missing or null; where it is there, it says something.</summary>
    public string? OptionalText(string name) =>
        !_fields.TryGetValue(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null ? null : Filled(name, value);

    /// <summary>A text or a number that must be there: an answer of 42 is often written without quotes.</summary>
    public string TextOrNumber(string name) =>
        OptionalTextOrNumber(name) ?? throw new LineException($"the field '{name}' is missing; accepted: text or a number");

    /// <summary>A text or a number that may be missing or null.</summary>
    public string? OptionalTextOrNumber(string name) =>
        _fields.TryGetValue(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetRawText() : OptionalText(name);

    /// <summary>A list of texts that must be there, with at least one.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        if (!_fields.TryGetValue(name, out JsonElement value) || value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0)
        {
            throw new LineException($"the field '{name}' {(Has(name) ? "is no list with texts" : "is missing")}; accepted: a list of at least one text");
        }

        return [.. value.EnumerateArray().Select((item, i) => Filled($"{name}[{i}]", item))];
    }

    private static string Filled(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            throw new LineException($"the field '{name}' is {Kind(value)}; accepted: text");
        }

        string text;
        try
        {
            text = value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new LineException($"the field '{name}' is not UTF-8, or holds half a surrogate pair");
        }

        return string.IsNullOrWhiteSpace(text) ? throw new LineException($"the field '{name}' says nothing") : text;
    }

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
