using System.Buffers;
using System.Text;
using System.Text.Json;

namespace LoadGen.Simulation.Requests;

/// <summary>Puts a counter's count in the place of the words: of completions whose prompt is one text, and of chats.</summary>
internal static class PromptCounting
{
    /// <param name="counter">Counts.</param>
    /// <param name="body">The body, which has been read.</param>
    /// <param name="api">The API that it was sent to.</param>
    /// <param name="request">Takes the count.</param>
    /// <exception cref="BadRequestException">The counter cannot count the prompt.</exception>
    public static void Apply(IPromptCounter counter, ReadOnlySequence<byte> body, ApiKind api, GenerationRequest request)
    {
        using JsonDocument document = JsonDocument.Parse(body);
        JsonElement root = document.RootElement;
        try
        {
            if (api == ApiKind.Completions && root.TryGetProperty("prompt"u8, out JsonElement prompt) && prompt.ValueKind == JsonValueKind.String)
            {
                request.PromptTokens = counter.CountText(Encoding.UTF8.GetBytes(prompt.GetString()!));
            }
            else if (api == ApiKind.Chat && root.TryGetProperty("messages"u8, out _))
            {
                request.PromptTokens = counter.CountChat(root);
            }
        }
        catch (FormatException e)
        {
            throw new BadRequestException(e.Message);
        }
    }
}
