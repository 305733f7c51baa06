using System.Buffers;
using System.Text;
using System.Text.Json;
using LoadGen.Inference;
using LoadGen.Workloads;
using LoadGen.Workloads.Sessions;

namespace LoadGen.Measurement.Running.Sessions;

/// <summary>
/// Turns a session's prompt into a request body: messages with their tool calls and parts where the API takes OpenAI's messages as they
/// are, else as texts with their roles, else as one text. Scratch memory is per thread and grows to the longest prompt.
/// </summary>
internal static class SessionBody
{
    [ThreadStatic]
    private static PromptBuffer? s_ids;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_text;

    /// <summary>What the requests of one session have in common: the run's, and the session's tools.</summary>
    public static GenerationOptions Generation(BenchOptions options, ReadOnlyMemory<byte> toolsJson)
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

    /// <summary>Writes the body.</summary>
    public static void Write(IBufferWriter<byte> output, BenchOptions options, GenerationOptions generation, SessionPrompt prompt)
    {
        PromptKinds kinds = options.Api.Traits.Prompts;
        if (prompt.IsMessages)
        {
            WriteMessages(output, options.Api, generation, prompt, kinds);
            return;
        }

        Span<int> ids = (s_ids ??= new PromptBuffer()).RentIds(prompt.InputTokens);
        prompt.WriteTokenIds(ids);
        if (options.PromptFormat == PromptFormat.TokenIds)
        {
            options.Api.WriteBody(output, new GenerationRequest { Options = generation, MaxTokens = prompt.OutputTokens, TokenIds = ids });
            return;
        }

        ArrayBufferWriter<byte> text = Text();
        WordList.Render(ids, text);
        options.Api.WriteBody(output, new GenerationRequest { Options = generation, MaxTokens = prompt.OutputTokens, Text = text.WrittenSpan });
    }

    private static void WriteMessages(IBufferWriter<byte> output, IInferenceApi api, GenerationOptions generation, SessionPrompt prompt, PromptKinds kinds)
    {
        ReadOnlySpan<byte> json = kinds.HasFlag(PromptKinds.MessagesJson) ? prompt.Json : default;
        if (!json.IsEmpty)
        {
            api.WriteBody(output, new GenerationRequest { Options = generation, MaxTokens = prompt.OutputTokens, MessagesJson = json });
            return;
        }

        if (kinds.HasFlag(PromptKinds.Messages))
        {
            api.WriteBody(output, new GenerationRequest { Options = generation, MaxTokens = prompt.OutputTokens, Messages = prompt.Messages });
            return;
        }

        ArrayBufferWriter<byte> text = Text();
        prompt.WriteText(text);
        api.WriteBody(output, new GenerationRequest { Options = generation, MaxTokens = prompt.OutputTokens, Text = text.WrittenSpan });
    }

    private static ArrayBufferWriter<byte> Text()
    {
        ArrayBufferWriter<byte> text = s_text ??= new ArrayBufferWriter<byte>();
        text.ResetWrittenCount();
        return text;
    }
}
