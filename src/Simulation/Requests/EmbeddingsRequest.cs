using System.Text;
using System.Text.Json;

namespace LoadGen.Simulation.Requests;

/// <summary>What an embeddings request asks for.</summary>
/// <param name="Inputs">Of each input its hash and its tokens (ids, or words).</param>
/// <param name="IsBase64"><c>encoding_format</c> is <c>base64</c>, which OpenAI's own clients ask for.</param>
internal sealed record EmbeddingsRequest(IReadOnlyList<(ulong Hash, int Tokens)> Inputs, bool IsBase64)
{
    private const string Expected = "'input' must be a string, an array of token ids, or an array of these";

    /// <exception cref="BadRequestException">There is no input, or it is of another type.</exception>
    public static EmbeddingsRequest Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("input", out JsonElement input))
        {
            throw new BadRequestException(Expected);
        }

        bool isBase64 = body.TryGetProperty("encoding_format", out JsonElement format) && format.ValueKind == JsonValueKind.String && format.ValueEquals("base64");
        bool isBatch = input.ValueKind == JsonValueKind.Array && input.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.Number);
        return new EmbeddingsRequest(isBatch ? [.. input.EnumerateArray().Select(ReadOne)] : [ReadOne(input)], isBase64);
    }

    private static (ulong Hash, int Tokens) ReadOne(JsonElement input)
    {
        byte[] bytes;
        int tokens;
        switch (input.ValueKind)
        {
            case JsonValueKind.String:
                bytes = Encoding.UTF8.GetBytes(input.GetString()!);
                var words = default(WordCounter);
                words.Add(bytes);
                tokens = words.Count;
                break;
            case JsonValueKind.Array when input.EnumerateArray().All(id => id.ValueKind == JsonValueKind.Number):
                bytes = [.. input.EnumerateArray().SelectMany(id => Encoding.UTF8.GetBytes(id.GetRawText() + ","))];
                tokens = input.GetArrayLength();
                break;
            default:
                throw new BadRequestException(Expected);
        }

        // FNV-1a (Fowler, Noll and Vo), 64 bits.
        ulong hash = 0xCBF29CE484222325;
        foreach (byte b in bytes)
        {
            hash = (hash ^ b) * 0x100000001B3;
        }

        return (hash, tokens);
    }
}
