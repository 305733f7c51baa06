using System.Text.Json;

namespace LoadGen.Simulation.Responses;

/// <summary>The <c>usage</c> field of the OpenAI APIs.</summary>
internal static class UsageJson
{
    public static void Write(Utf8JsonWriter json, long promptTokens, long cachedTokens, long completionTokens)
    {
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, promptTokens);
        json.WriteStartObject("prompt_tokens_details"u8);
        json.WriteNumber("cached_tokens"u8, cachedTokens);
        json.WriteEndObject();
        json.WriteNumber("completion_tokens"u8, completionTokens);
        json.WriteNumber("total_tokens"u8, promptTokens + completionTokens);
        json.WriteEndObject();
    }
}
