using System.Text.Json;
using LoadGen.Simulation.Requests;

namespace LoadGen.Simulation.Responses;

/// <summary>Fields that choices have in streams and in whole responses.</summary>
internal static class ChoiceJson
{
    /// <summary>The text: a completion's own field, or in a chat the content of an object.</summary>
    /// <param name="json">Takes it.</param>
    /// <param name="api">Its API.</param>
    /// <param name="container">A chat's object.</param>
    /// <param name="text">The text.</param>
    public static void WriteText(Utf8JsonWriter json, ApiKind api, ReadOnlySpan<byte> container, ReadOnlySpan<byte> text)
    {
        if (api != ApiKind.Chat)
        {
            json.WriteString("text"u8, text);
            return;
        }

        json.WriteStartObject(container);
        if (container.SequenceEqual("message"u8))
        {
            json.WriteString("role"u8, "assistant"u8);
        }

        json.WriteString("content"u8, text);
        json.WriteEndObject();
    }

    /// <summary>The finish reason. An answer that ends in a tool call says so, whatever its length.</summary>
    public static void WriteFinish(Utf8JsonWriter json, FinishText finish, bool isCall)
    {
        switch (finish)
        {
            case FinishText.None:
                json.WriteNull("finish_reason"u8);
                break;
            default:
                json.WriteString("finish_reason"u8, isCall ? ToolCallJson.Finish : finish == FinishText.Stop ? "stop" : "length");
                break;
        }
    }
}
