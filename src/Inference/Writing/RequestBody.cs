using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using LoadGen.Inference.Json;

namespace LoadGen.Inference.Writing;

/// <summary>
/// A request body under way: one JSON object. Fields that the user's extra body names are left to it, and its own text is copied
/// verbatim at the end: the fields a Python client gets from <c>payload.update(extra_body)</c>, a null included.
/// </summary>
internal ref struct RequestBody
{
    /// <summary>The writer, for the value of the field begun.</summary>
    public JsonBodyWriter Json;

    private readonly JsonElement? _extra;
    private bool _any;

    public RequestBody(IBufferWriter<byte> output, JsonElement? extra)
    {
        JsonValueKind kind = extra?.ValueKind ?? JsonValueKind.Undefined;
        if (kind is not JsonValueKind.Object and not JsonValueKind.Undefined)
        {
            throw new ArgumentException($"The extra body must be a JSON object, not {kind}.", nameof(extra));
        }

        _extra = kind == JsonValueKind.Object ? extra : null;
        Json = new JsonBodyWriter(output);
        Json.Raw("{"u8);
    }

    /// <summary>Begins a field. False when the extra body has it: then no value may be written.</summary>
    public bool Begin(scoped ReadOnlySpan<byte> name)
    {
        if (IsExtra(name))
        {
            return false;
        }

        Json.Raw(_any ? ",\""u8 : "\""u8);
        Json.Raw(name);
        Json.Raw("\":"u8);
        _any = true;
        return true;
    }

    /// <summary>True when the extra body has a field of this name.</summary>
    public readonly bool IsExtra(ReadOnlySpan<byte> name) => _extra is { } extra && extra.TryGetProperty(name, out _);

    /// <summary>Appends the extra fields, closes the object and hands it on.</summary>
    public void End()
    {
        if (_extra is { } extra)
        {
            ReadOnlySpan<byte> fields = JsonText.Trim(JsonMarshal.GetRawUtf8Value(extra)[1..^1]);
            Json.Raw(_any && !fields.IsEmpty ? ","u8 : default);
            Json.Raw(fields);
        }

        Json.Raw("}"u8);
        Json.Flush();
    }
}
