using System.Buffers;
using LoadGen.Inference;
using LoadGen.Workloads;
using LoadGen.Workloads.Datasets;
using LoadGen.Workloads.Sessions;

namespace LoadGen.Measurement.Running;

/// <summary>
/// Turns a prompt into a request body: messages with tool calls and parts where the API takes OpenAI's messages as they are, else as texts
/// with their roles, else as one text; token ids as they are or as words. Scratch memory is per thread and grows to the longest prompt.
/// </summary>
internal static class PromptBody
{
    [ThreadStatic]
    private static PromptBuffer? s_ids;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_text;

    [ThreadStatic]
    private static PromptMessages? s_messages;

    /// <summary>Writes the body of <paramref name="item"/>.</summary>
    public static void Write(IBufferWriter<byte> output, BenchOptions options, Workload workload, in WorkItem item)
    {
        var request = new GenerationRequest { Options = options.Generation, MaxTokens = item.OutputTokens };
        if (workload.Content == PromptContent.Messages)
        {
            PromptMessages messages = s_messages ??= new PromptMessages();
            workload.ReadMessages(item, messages);
            WriteMessages(output, options.Api, request, messages);
            return;
        }

        Span<int> ids = (s_ids ??= new PromptBuffer()).RentIds(item.InputTokens);
        workload.WriteTokenIds(item, ids);
        WriteIds(output, options, request, ids);
    }

    /// <summary>Writes the body of a session's turn.</summary>
    public static void Write(IBufferWriter<byte> output, BenchOptions options, GenerationOptions generation, SessionPrompt prompt)
    {
        var request = new GenerationRequest { Options = generation, MaxTokens = prompt.OutputTokens };
        if (prompt.IsMessages)
        {
            WriteMessages(output, options.Api, request, prompt.Messages);
            return;
        }

        Span<int> ids = (s_ids ??= new PromptBuffer()).RentIds(prompt.InputTokens);
        prompt.WriteTokenIds(ids);
        WriteIds(output, options, request, ids);
    }

    private static void WriteMessages(IBufferWriter<byte> output, IInferenceApi api, GenerationRequest request, PromptMessages prompt)
    {
        PromptKinds kinds = api.Traits.Prompts;
        if (kinds.HasFlag(PromptKinds.MessagesJson) && !prompt.Json.IsEmpty)
        {
            api.WriteBody(output, request with { MessagesJson = prompt.Json });
            return;
        }

        if (kinds.HasFlag(PromptKinds.Messages))
        {
            api.WriteBody(output, request with { Messages = prompt.Messages });
            return;
        }

        ArrayBufferWriter<byte> text = Text();
        prompt.WriteText(text);
        api.WriteBody(output, request with { Text = text.WrittenSpan });
    }

    private static void WriteIds(IBufferWriter<byte> output, BenchOptions options, GenerationRequest request, ReadOnlySpan<int> ids)
    {
        if (options.PromptFormat == PromptFormat.TokenIds)
        {
            options.Api.WriteBody(output, request with { TokenIds = ids });
            return;
        }

        ArrayBufferWriter<byte> text = Text();
        WordList.Render(ids, text);
        options.Api.WriteBody(output, request with { Text = text.WrittenSpan });
    }

    private static ArrayBufferWriter<byte> Text()
    {
        ArrayBufferWriter<byte> text = s_text ??= new ArrayBufferWriter<byte>();
        text.ResetWrittenCount();
        return text;
    }
}
