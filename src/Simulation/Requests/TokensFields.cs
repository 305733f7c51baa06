using System.Text.Json;

namespace LoadGen.Simulation.Requests;

/// <summary>The fields of vLLM's tokens-in, tokens-out API.</summary>
internal static class TokensFields
{
    /// <summary>Reads the field that the reader stands on the name of.</summary>
    /// <returns>False when it changes nothing here; the reader then still stands on the name.</returns>
    public static bool TryRead(ref Utf8JsonReader reader, GenerationRequest request)
    {
        if (reader.ValueTextEquals("token_ids"u8))
        {
            reader.Read();
            PromptReader.ReadPrompt(ref reader, request, "token_ids");
        }
        else if (reader.ValueTextEquals("sampling_params"u8))
        {
            ParameterFields.ReadLimit(ref reader, request, "sampling_params");
        }
        else
        {
            return false;
        }

        return true;
    }
}
