using System.Text.Json;

namespace LoadGen.Simulation.Requests;

/// <summary>The fields of SGLang's native API (<c>GenerateReqInput</c> in its <c>io_struct.py</c>).</summary>
internal static class GenerateFields
{
    /// <summary>Reads the field that the reader stands on the name of.</summary>
    /// <returns>False when it changes nothing here; the reader then still stands on the name.</returns>
    public static bool TryRead(ref Utf8JsonReader reader, GenerationRequest request)
    {
        if (reader.ValueTextEquals("text"u8))
        {
            ReadPrompt(ref reader, request, "text");
        }
        else if (reader.ValueTextEquals("input_ids"u8))
        {
            ReadPrompt(ref reader, request, "input_ids");
        }
        else if (reader.ValueTextEquals("sampling_params"u8))
        {
            ReadSampling(ref reader, request);
        }
        else if (reader.ValueTextEquals("return_logprob"u8))
        {
            request.Logprobs = FieldReader.ReadBool(ref reader, "return_logprob") is true ? 0 : null;
        }
        else if (reader.ValueTextEquals("logprob_start_len"u8))
        {
            request.LogprobStart = FieldReader.ReadCount(ref reader, "logprob_start_len", min: -1) ?? -1;
        }
        else
        {
            return false;
        }

        return true;
    }

    // Both may be sent, one of them null.
    private static void ReadPrompt(ref Utf8JsonReader reader, GenerationRequest request, string name)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.Null)
        {
            PromptReader.ReadPrompt(ref reader, request, name);
        }
    }

    private static void ReadSampling(ref Utf8JsonReader reader, GenerationRequest request)
    {
        if (!FieldReader.TryEnterObject(ref reader, "sampling_params"))
        {
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("max_new_tokens"u8))
            {
                request.LegacyMaxTokens = FieldReader.ReadCount(ref reader, "max_new_tokens");
            }
            else if (reader.ValueTextEquals("n"u8))
            {
                request.ChoicesEach = FieldReader.ReadCount(ref reader, "n") ?? 1;
            }
            else
            {
                reader.Skip();
            }
        }
    }
}
