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

    private readonly JsonElement? _whole;
    private JsonElement? _extra;
    private ReadOnlySpan<byte> _settings;
    private bool _any;

    public RequestBody(IBufferWriter<byte> output, JsonElement? extra)
    {
        JsonValueKind kind = extra?.ValueKind ?? JsonValueKind.Undefined;
        if (kind is not JsonValueKind.Object and not JsonValueKind.Undefined)
        {
            throw new ArgumentException($"The extra body must be a JSON object, not {kind}.", nameof(extra));
        }

        _whole = _extra = kind == JsonValueKind.Object ? extra : null;
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

    /// <summary>
    /// Begins an object in which the settings stand that other APIs have at the top (SGLang's <c>sampling_params</c>): the next fields go
    /// into it. What the extra body says in an object of this name is merged in, so that it replaces only what it names. Once a body.
    /// </summary>
    /// <returns>False when the extra body has something else under this name: then nothing may be written there.</returns>
    public bool BeginSettings(ReadOnlySpan<byte> name)
    {
        JsonElement settings = default;
        if (_extra is { } extra && extra.TryGetProperty(name, out settings) && settings.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        Json.Raw(_any ? ",\""u8 : "\""u8);
        Json.Raw(name);
        Json.Raw("\":{"u8);
        (_extra, _any) = (settings.ValueKind == JsonValueKind.Object ? settings : null, false);
        _settings = name;
        return true;
    }

    /// <summary>Ends it.</summary>
    public void EndSettings()
    {
        AppendExtra();
        Json.Raw("}"u8);
        (_extra, _any) = (_whole, true);
    }

    /// <summary>Appends the extra fields, closes the object and hands it on.</summary>
    public void End()
    {
        if (!_settings.IsEmpty && _extra is { } extra && extra.TryGetProperty(_settings, out _))
        {
            AppendAllBut(_settings, extra);
        }
        else
        {
            AppendExtra();
        }

        Json.Raw("}"u8);
        Json.Flush();
    }

    private void AppendExtra()
    {
        if (_extra is { } extra)
        {
            ReadOnlySpan<byte> fields = JsonText.Trim(JsonMarshal.GetRawUtf8Value(extra)[1..^1]);
            Json.Raw(_any && !fields.IsEmpty ? ","u8 : default);
            Json.Raw(fields);
        }
    }

    private void AppendAllBut(scoped ReadOnlySpan<byte> merged, JsonElement extra)
    {
        foreach (JsonProperty field in extra.EnumerateObject())
        {
            if (!field.NameEquals(merged))
            {
                Json.Raw(_any ? ","u8 : default);
                Json.String(field.Name);
                Json.Raw(":"u8);
                Json.Raw(JsonMarshal.GetRawUtf8Value(field.Value));
                _any = true;
            }
        }
    }
}
