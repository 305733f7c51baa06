using Microsoft.AspNetCore.Http;

namespace LoadGen.Simulation.Serving;

/// <summary>The one key that an engine may ask for.</summary>
internal static class Authorization
{
    /// <summary>True when no key is asked for, or this one was sent, in OpenAI's header or in Anthropic's.</summary>
    public static bool Allows(HttpContext http, string? key) =>
        key is null || http.Request.Headers.Authorization == "Bearer " + key || http.Request.Headers["x-api-key"] == key;

    /// <summary>Answers 401.</summary>
    public static Task RefuseAsync(HttpContext http) =>
        Replies.ErrorAsync(http, 401, "missing or wrong API key: send it as 'Authorization: Bearer KEY'", "invalid_api_key");
}
