using System.Text.Json;

namespace LoadGen.Simulation.Requests;

/// <summary>The fields of the APIs that take a text and <c>parameters</c>: Text Generation Inference's, and Triton's generate extension.</summary>
internal static class ParameterFields
{
    /// <summary>Reads the field that the reader stands on the name of.</summary>
    /// <returns>False when it changes nothing here; the reader then still stands on the name.</returns>
    public static bool TryRead(ref Utf8JsonReader reader, GenerationRequest request, ApiKind api)
    {
        string prompt = api == ApiKind.Tgi ? "inputs" : "text_input";
        if (reader.ValueTextEquals(prompt))
        {
            reader.Read();
            PromptReader.ReadPrompt(ref reader, request, prompt);
        }
        else if (reader.ValueTextEquals("parameters"u8))
        {
            ReadLimit(ref reader, request, "parameters");
        }
        else if (reader.ValueTextEquals("sampling_param_max_tokens"u8))
        {
            // TensorRT-LLM's LLM API repeats all of the text so far.
            request.LegacyMaxTokens = FieldReader.ReadCount(ref reader, "sampling_param_max_tokens");
            request.RepeatsText = true;
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>Reads the token limit out of an object of settings.</summary>
    public static void ReadLimit(ref Utf8JsonReader reader, GenerationRequest request, string name)
    {
        if (!FieldReader.TryEnterObject(ref reader, name))
        {
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("max_new_tokens"u8) || reader.ValueTextEquals("max_tokens"u8))
            {
                request.LegacyMaxTokens = FieldReader.ReadCount(ref reader, reader.GetString()!);
            }
            else
            {
                reader.Skip();
            }
        }
    }
}
