using System.Text;
using System.Text.Json;

namespace LoadGen.Launching.Readiness;

/// <summary>The smallest request that an engine must do all of its work for.</summary>
internal static class CanaryBody
{
    // Enough that a decode worker takes part: the first token of a pair is prefill's.
    private const int Tokens = 4;
    private const string Prompt = "Count from one to ten:";

    public static string For(string model, string path)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            json.WriteString("model", model);
            if (path.EndsWith("/chat/completions", StringComparison.Ordinal))
            {
                json.WriteStartArray("messages");
                json.WriteStartObject();
                json.WriteString("role", "user");
                json.WriteString("content", Prompt);
                json.WriteEndObject();
                json.WriteEndArray();
            }
            else
            {
                json.WriteString("prompt", Prompt);
            }

            json.WriteNumber("max_tokens", Tokens);
            json.WriteNumber("temperature", 0);
            json.WriteBoolean("stream", false);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(memory.ToArray());
    }

    /// <summary>Whether there is a choice in it: its text may be empty, as a reasoning model's first tokens are.</summary>
    public static bool IsGeneration(string body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("choices", out JsonElement choices)
                && choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 0;
        }
        catch (JsonException)
        {
            // An HTML page, or half a body.
            return false;
        }
    }
}
