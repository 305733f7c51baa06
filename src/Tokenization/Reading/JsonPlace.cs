using System.Text.Json;

namespace LoadGen.Tokenization.Reading;

/// <summary>A value of a JSON file, and where it stands: what is read from it is either right or an error that says where.</summary>
internal readonly record struct JsonPlace(JsonElement Element, string File, string Path)
{
    /// <summary>Whether it is null or not there.</summary>
    public bool IsNothing => Element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;

    /// <summary>A member of an object; nothing if it has none of this name.</summary>
    public JsonPlace this[string name] => new(
        Element.ValueKind == JsonValueKind.Object && Element.TryGetProperty(name, out JsonElement value) ? value : default, File, $"{Path}.{name}");

    /// <summary>The object's <c>type</c>.</summary>
    public string Type => this["type"].Text();

    public TokenizerException Error(string message) => new(File, Path, message);

    /// <summary>Refuses members that nothing here knows: they may change what comes out.</summary>
    public void AllowOnly(params ReadOnlySpan<string> names)
    {
        RequireKind(JsonValueKind.Object);
        foreach (JsonProperty member in Element.EnumerateObject())
        {
            if (!names.Contains(member.Name))
            {
                throw this[member.Name].Error($"not known here; known: {string.Join(", ", names!)}");
            }
        }
    }

    public string Text()
    {
        RequireKind(JsonValueKind.String);
        return Element.GetString()!;
    }

    public byte[] Utf8() => System.Text.Encoding.UTF8.GetBytes(Text());

    /// <summary>The text, or nothing where it is null or not there.</summary>
    public byte[] Utf8OrNone() => IsNothing ? [] : Utf8();

    public bool Flag(bool ifNothing) => IsNothing ? ifNothing : Element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Unexpected("true or false"),
    };

    public int Integer()
    {
        RequireKind(JsonValueKind.Number);
        return Element.TryGetInt32(out int value) ? value : throw Unexpected("a whole number");
    }

    /// <summary>A token's id: one that memory can be had for.</summary>
    public int Id()
    {
        int id = Integer();
        return id is >= 0 and < Vocabularies.VocabularyBuilder.IdLimit ? id : throw Unexpected($"an id from 0 to {Vocabularies.VocabularyBuilder.IdLimit - 1}");
    }

    /// <summary>The elements of an array.</summary>
    public IEnumerable<JsonPlace> Items()
    {
        RequireKind(JsonValueKind.Array);
        int index = 0;
        foreach (JsonElement item in Element.EnumerateArray())
        {
            yield return new JsonPlace(item, File, $"{Path}[{index++}]");
        }
    }

    public TokenizerException Unknown(string what, string found, params ReadOnlySpan<string> known) =>
        Error($"the {what} {found} is not supported; supported: {string.Join(", ", known!)}");

    private void RequireKind(JsonValueKind kind)
    {
        if (Element.ValueKind != kind)
        {
            throw Unexpected(kind switch
            {
                JsonValueKind.Object => "an object",
                JsonValueKind.Array => "an array",
                JsonValueKind.String => "a string",
                _ => "a number",
            });
        }
    }

    private TokenizerException Unexpected(string expected)
    {
        string found = Element.ValueKind == JsonValueKind.Undefined ? "nothing" : Element.GetRawText();
        string shown = found.Length > 60 ? found[..60] + "…" : found;
        return Error($"{shown.ReplaceLineEndings(" ")} where {expected} belongs");
    }
}
