using System.Globalization;
using System.Text.Json;
using LoadGen.Simulation.Requests;

namespace LoadGen.Simulation.Responses;

/// <summary>What names a response.</summary>
/// <param name="Api">Its API.</param>
/// <param name="Ordinal">The request's number, of which the id is made.</param>
/// <param name="CreatedUnix">Seconds since 1970.</param>
/// <param name="Model">The model's name.</param>
internal readonly record struct ResponseIdentity(ApiKind Api, long Ordinal, long CreatedUnix, string Model)
{
    /// <summary>The response's id.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Prefix}-sim-{Ordinal:x8}");

    /// <summary>The <c>object</c> field of a whole response.</summary>
    public string ObjectName => Api == ApiKind.Chat ? "chat.completion" : "text_completion";

    /// <summary>The <c>object</c> field of a stream's event.</summary>
    public string ChunkName => Api == ApiKind.Chat ? "chat.completion.chunk" : "text_completion";

    private string Prefix => Api switch
    {
        ApiKind.Chat => "chatcmpl",
        ApiKind.Completions => "cmpl",
        ApiKind.Responses => "resp",
        ApiKind.Messages => "msg",
        _ => "gen",
    };

    /// <summary>The start of a response object, without its closing brace.</summary>
    /// <param name="objectName">The <c>object</c> field.</param>
    public string Head(string objectName) => string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"id\":\"{Id}\",\"object\":\"{objectName}\",\"created\":{CreatedUnix},\"model\":\"{JsonEncodedText.Encode(Model)}\",\"system_fingerprint\":\"simulated\"");

    /// <summary>Writes the start of a response object, up to where its <c>choices</c> belong.</summary>
    /// <param name="json">Takes it.</param>
    /// <param name="objectName">The <c>object</c> field.</param>
    public void WriteHead(Utf8JsonWriter json, string objectName)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, Id);
        json.WriteString("object"u8, objectName);
        json.WriteNumber("created"u8, CreatedUnix);
        json.WriteString("model"u8, Model);
        json.WriteString("system_fingerprint"u8, "simulated"u8);
    }
}
