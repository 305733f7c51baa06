using System.Text.Json;
using LoadGen.Simulation.Requests;

namespace LoadGen.Simulation.Responses;

/// <summary>OpenAI's response object (API reference, "The response object") with one message, or in progress without output.</summary>
internal static class ResponseObject
{
    /// <summary>Writes a response that has ended.</summary>
    public static void Write(Utf8JsonWriter json, ResponseIdentity identity, GenerationRequest request, ReadOnlySpan<byte> text, int tokens, FinishText finish)
    {
        Begin(json, identity, request, finish switch
        {
            FinishText.Stop => "completed"u8,
            FinishText.Length => "incomplete"u8,
            _ => "in_progress"u8,
        });
        if (finish == FinishText.Length)
        {
            json.WriteStartObject("incomplete_details"u8);
            json.WriteString("reason"u8, "max_output_tokens"u8);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("incomplete_details"u8);
        }

        json.WriteStartArray("output"u8);
        WriteMessage(json, identity, text, finish);
        json.WriteEndArray();
        WriteUsage(json, request, tokens);
        json.WriteEndObject();
    }

    /// <summary>Writes a response that has just begun.</summary>
    public static void WriteStarted(Utf8JsonWriter json, ResponseIdentity identity, GenerationRequest request)
    {
        Begin(json, identity, request, "in_progress"u8);
        json.WriteNull("incomplete_details"u8);
        json.WriteStartArray("output"u8);
        json.WriteEndArray();
        json.WriteNull("usage"u8);
        json.WriteEndObject();
    }

    /// <summary>Writes the one output item; without a text it is only begun.</summary>
    public static void WriteMessage(Utf8JsonWriter json, ResponseIdentity identity, ReadOnlySpan<byte> text, FinishText finish)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "message"u8);
        json.WriteString("id"u8, MessageId(identity));
        json.WriteString("status"u8, finish switch
        {
            FinishText.Stop => "completed"u8,
            FinishText.Length => "incomplete"u8,
            _ => "in_progress"u8,
        });
        json.WriteString("role"u8, "assistant"u8);
        json.WriteStartArray("content"u8);
        if (!text.IsEmpty)
        {
            WritePart(json, text);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes the message's one part.</summary>
    public static void WritePart(Utf8JsonWriter json, ReadOnlySpan<byte> text)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "output_text"u8);
        json.WriteString("text"u8, text);
        json.WriteStartArray("annotations"u8);
        json.WriteEndArray();
        json.WriteStartArray("logprobs"u8);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The message's id.</summary>
    public static string MessageId(ResponseIdentity identity) => "msg-" + identity.Id;

    private static void Begin(Utf8JsonWriter json, ResponseIdentity identity, GenerationRequest request, ReadOnlySpan<byte> status)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, identity.Id);
        json.WriteString("object"u8, "response"u8);
        json.WriteNumber("created_at"u8, identity.CreatedUnix);
        json.WriteString("status"u8, status);
        json.WriteString("model"u8, identity.Model);
        json.WriteNull("error"u8);
        json.WriteNull("instructions"u8);
        WriteLimit(json, request.MaxTokens);
        json.WriteStartObject("metadata"u8);
        json.WriteEndObject();
        json.WriteBoolean("parallel_tool_calls"u8, true);
        json.WriteNumber("temperature"u8, 1);
        json.WriteNumber("top_p"u8, 1);
        json.WriteString("tool_choice"u8, "auto"u8);
        json.WriteStartArray("tools"u8);
        json.WriteEndArray();
    }

    private static void WriteLimit(Utf8JsonWriter json, int? limit)
    {
        if (limit is { } tokens)
        {
            json.WriteNumber("max_output_tokens"u8, tokens);
        }
        else
        {
            json.WriteNull("max_output_tokens"u8);
        }
    }

    private static void WriteUsage(Utf8JsonWriter json, GenerationRequest request, int tokens)
    {
        json.WriteStartObject("usage"u8);
        json.WriteNumber("input_tokens"u8, request.PromptTokens);
        json.WriteStartObject("input_tokens_details"u8);
        json.WriteNumber("cached_tokens"u8, request.CachedTokens);
        json.WriteEndObject();
        json.WriteNumber("output_tokens"u8, tokens);
        json.WriteStartObject("output_tokens_details"u8);
        json.WriteNumber("reasoning_tokens"u8, 0);
        json.WriteEndObject();
        json.WriteNumber("total_tokens"u8, (long)request.PromptTokens + tokens);
        json.WriteEndObject();
    }
}
