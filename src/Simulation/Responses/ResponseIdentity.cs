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
    /// <summary>The start of a response object, without its closing brace.</summary>
    /// <param name="objectName">The <c>object</c> field.</param>
    public string Head(string objectName) => string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"id\":\"{(Api == ApiKind.Chat ? "chatcmpl" : "cmpl")}-sim-{Ordinal:x8}\",\"object\":\"{objectName}\",\"created\":{CreatedUnix},\"model\":\"{JsonEncodedText.Encode(Model)}\",\"system_fingerprint\":\"simulated\"");
}
