using System.Text.Json;
using LoadGen.Simulation.Requests;

namespace LoadGen.Simulation.Responses;

/// <summary>The body of a rerank response, in vLLM's shape: the documents by the share of the query's words that they hold.</summary>
internal static class RerankBody
{
    public static byte[] Format(RerankRequest request, string model)
    {
        HashSet<string> wanted = [.. Words(request.Query)];
        var ranked = request.Documents
            .Select((text, index) => (Text: text, Index: index, Score: (double)Words(text).Distinct().Count(wanted.Contains) / Math.Max(wanted.Count, 1)))
            .OrderByDescending(document => document.Score).ThenBy(document => document.Index)
            .Take(request.Top);
        return InfoBodies.Write(json =>
        {
            json.WriteString("id"u8, "rerank-sim"u8);
            json.WriteString("model"u8, model);
            json.WriteBoolean("simulated"u8, true);
            WriteUsage(json, request);
            json.WriteStartArray("results"u8);
            foreach ((string text, int index, double score) in ranked)
            {
                json.WriteStartObject();
                json.WriteNumber("index"u8, index);
                json.WriteStartObject("document"u8);
                json.WriteString("text"u8, text);
                json.WriteEndObject();
                json.WriteNumber("relevance_score"u8, score);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    // A cross-encoder reads the query with every document.
    private static void WriteUsage(Utf8JsonWriter json, RerankRequest request)
    {
        int tokens = request.Documents.Sum(text => Words(text).Length) + (request.Documents.Count * Words(request.Query).Length);
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, tokens);
        json.WriteNumber("total_tokens"u8, tokens);
        json.WriteEndObject();
    }

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
