using System.Text.Json;

namespace LoadGen.Simulation.Requests;

/// <summary>What a rerank request asks for.</summary>
/// <param name="Query">The query.</param>
/// <param name="Documents">The documents' texts.</param>
/// <param name="Top">How many to give back.</param>
internal sealed record RerankRequest(string Query, IReadOnlyList<string> Documents, int Top)
{
    private const string Expected = "'query' must be a string, and 'documents' an array of strings or of objects with a 'text'";

    /// <exception cref="BadRequestException">There is no query or document, or one is of another type.</exception>
    public static RerankRequest Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object
            || !body.TryGetProperty("query", out JsonElement query) || query.ValueKind != JsonValueKind.String
            || !body.TryGetProperty("documents", out JsonElement documents) || documents.ValueKind != JsonValueKind.Array || documents.GetArrayLength() == 0)
        {
            throw new BadRequestException(Expected);
        }

        string[] texts = [.. documents.EnumerateArray().Select(TextOf)];
        bool isCut = body.TryGetProperty("top_n", out JsonElement top) && top.ValueKind == JsonValueKind.Number && top.TryGetInt32(out int count) && count > 0;
        return new RerankRequest(query.GetString()!, texts, isCut ? Math.Min(top.GetInt32(), texts.Length) : texts.Length);
    }

    private static string TextOf(JsonElement document) => document.ValueKind switch
    {
        JsonValueKind.String => document.GetString()!,
        JsonValueKind.Object when document.TryGetProperty("text", out JsonElement text) && text.ValueKind == JsonValueKind.String => text.GetString()!,
        _ => throw new BadRequestException(Expected),
    };
}
