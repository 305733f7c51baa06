using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using LoadGen.Simulation.Requests;

namespace LoadGen.Simulation.Responses;

/// <summary>The body of an embeddings response.</summary>
internal static class EmbeddingsBody
{
    // Enough to tell vectors apart.
    private const int Dimensions = 8;

    public static byte[] Format(EmbeddingsRequest request, string model)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteString("model"u8, model);
        json.WriteBoolean("simulated"u8, true);
        json.WriteStartArray("data"u8);
        for (int i = 0; i < request.Inputs.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("object"u8, "embedding"u8);
            json.WriteNumber("index"u8, i);
            WriteVector(json, request.Inputs[i].Hash, request.IsBase64);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        int tokens = request.Inputs.Sum(input => input.Tokens);
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, tokens);
        json.WriteNumber("total_tokens"u8, tokens);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    // Each byte of the hash is a number from -1 to 1, exact as a float.
    private static void WriteVector(Utf8JsonWriter json, ulong hash, bool isBase64)
    {
        Span<float> vector = stackalloc float[Dimensions];
        for (int k = 0; k < Dimensions; k++)
        {
            vector[k] = (sbyte)(hash >> (8 * k)) / 128f;
        }

        if (isBase64)
        {
            json.WriteBase64String("embedding"u8, MemoryMarshal.AsBytes(vector));
            return;
        }

        json.WriteStartArray("embedding"u8);
        foreach (float value in vector)
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }
}
