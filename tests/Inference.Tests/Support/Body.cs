using System.Buffers;
using System.Text;
using System.Text.Json;

namespace LoadGen.Inference.Tests.Support;

/// <summary>Short ways to write one body.</summary>
internal static class Body
{
    public static readonly GenerationOptions Options = new() { Model = "m" };

    public static string Completions(GenerationOptions options, ReadOnlySpan<int> ids, int maxTokens = 8) =>
        Write(Read.Completions, new GenerationRequest { Options = options, TokenIds = ids, MaxTokens = maxTokens });

    public static string Completions(GenerationOptions options, string text, int maxTokens = 8) =>
        Write(Read.Completions, new GenerationRequest { Options = options, Text = Encoding.UTF8.GetBytes(text), MaxTokens = maxTokens });

    public static string Chat(GenerationOptions options, string text, int maxTokens = 8) =>
        Write(Read.Chat, new GenerationRequest { Options = options, Text = Encoding.UTF8.GetBytes(text), MaxTokens = maxTokens });

    public static GenerationOptions With(string extraBody) => Options with { ExtraBody = ExtraBody.Parse(extraBody) };

    public static string Write(IInferenceApi api, in GenerationRequest request)
    {
        var output = new ArrayBufferWriter<byte>(1);
        api.WriteBody(output, request);
        using JsonDocument document = JsonDocument.Parse(output.WrittenMemory);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
