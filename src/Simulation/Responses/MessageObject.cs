using System.Text.Json;
using LoadGen.Simulation.Requests;

namespace LoadGen.Simulation.Responses;

/// <summary>Anthropic's message (API reference, "Messages"), whole, or at a stream's start without content.</summary>
internal static class MessageObject
{
    public static void Write(Utf8JsonWriter json, ResponseIdentity identity, GenerationRequest request, ReadOnlySpan<byte> text, int tokens, FinishText finish)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, identity.Id);
        json.WriteString("type"u8, "message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("model"u8, identity.Model);
        json.WriteStartArray("content"u8);
        if (!text.IsEmpty)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "text"u8);
            json.WriteString("text"u8, text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteStop(json, finish);
        WriteUsage(json, request, tokens);
        json.WriteEndObject();
    }

    public static void WriteStop(Utf8JsonWriter json, FinishText finish)
    {
        if (finish == FinishText.None)
        {
            json.WriteNull("stop_reason"u8);
        }
        else
        {
            json.WriteString("stop_reason"u8, finish == FinishText.Stop ? "end_turn"u8 : "max_tokens"u8);
        }

        json.WriteNull("stop_sequence"u8);
    }

    /// <summary>The prompt's tokens are stated in parts: those of the cache apart.</summary>
    public static void WriteUsage(Utf8JsonWriter json, GenerationRequest request, int tokens)
    {
        json.WriteStartObject("usage"u8);
        json.WriteNumber("input_tokens"u8, request.PromptTokens - request.CachedTokens);
        json.WriteNumber("cache_creation_input_tokens"u8, 0);
        json.WriteNumber("cache_read_input_tokens"u8, request.CachedTokens);
        json.WriteNumber("output_tokens"u8, tokens);
        json.WriteEndObject();
    }
}
