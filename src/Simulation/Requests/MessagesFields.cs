using System.Text.Json;

namespace LoadGen.Simulation.Requests;

/// <summary>The fields of Anthropic's Messages (API reference, "Create a Message").</summary>
internal static class MessagesFields
{
    /// <summary>Reads the field that the reader stands on the name of.</summary>
    /// <returns>False when it changes nothing here; the reader then still stands on the name.</returns>
    public static bool TryRead(ref Utf8JsonReader reader, GenerationRequest request)
    {
        if (reader.ValueTextEquals("messages"u8))
        {
            reader.Read();
            request.PromptTokens += PromptReader.ReadMessages(ref reader, request.Blocks, "messages");
        }
        else if (reader.ValueTextEquals("system"u8))
        {
            reader.Read();
            request.PromptTokens += PromptReader.ReadContent(ref reader, null);
        }
        else
        {
            return false;
        }

        return true;
    }
}
