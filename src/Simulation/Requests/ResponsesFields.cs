using System.Text.Json;

namespace LoadGen.Simulation.Requests;

/// <summary>The fields of OpenAI's Responses (API reference, "Create a model response").</summary>
internal static class ResponsesFields
{
    /// <summary>Reads the field that the reader stands on the name of.</summary>
    /// <returns>False when it changes nothing here; the reader then still stands on the name.</returns>
    public static bool TryRead(ref Utf8JsonReader reader, GenerationRequest request)
    {
        if (reader.ValueTextEquals("input"u8))
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.String)
            {
                int others = request.PromptTokens;
                PromptReader.ReadPrompt(ref reader, request, "input");
                request.PromptTokens += others;
            }
            else
            {
                request.PromptTokens += PromptReader.ReadMessages(ref reader, request.Blocks, "input");
            }
        }
        else if (reader.ValueTextEquals("instructions"u8))
        {
            reader.Read();
            request.PromptTokens += PromptReader.ReadContent(ref reader, null);
        }
        else if (reader.ValueTextEquals("max_output_tokens"u8))
        {
            request.MaxCompletionTokens = FieldReader.ReadCount(ref reader, "max_output_tokens");
        }
        else
        {
            return false;
        }

        return true;
    }
}
