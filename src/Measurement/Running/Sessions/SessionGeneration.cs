using System.Text;
using System.Text.Json;
using LoadGen.Inference;

namespace LoadGen.Measurement.Running.Sessions;

/// <summary>What the requests of one session have in common.</summary>
internal static class SessionGeneration
{
    /// <summary>The run's options, and the session's tools where the API takes OpenAI's messages and the user names no tools of their own.</summary>
    public static GenerationOptions Of(BenchOptions options, ReadOnlyMemory<byte> toolsJson)
    {
        GenerationOptions generation = options.Generation;
        bool isAsked = !toolsJson.IsEmpty && options.Api.Traits.Prompts.HasFlag(PromptKinds.MessagesJson);
        if (!isAsked || generation.ExtraBody is { } given && given.TryGetProperty("tools"u8, out _))
        {
            return generation;
        }

        string extra = generation.ExtraBody is { } more ? more.GetRawText().Trim()[1..^1].Trim() : "";
        string tools = $"{{{extra}{(extra.Length > 0 ? "," : "")}\"tools\":{Encoding.UTF8.GetString(toolsJson.Span)}}}";
        using JsonDocument document = JsonDocument.Parse(tools);
        return generation with { ExtraBody = document.RootElement.Clone() };
    }
}
