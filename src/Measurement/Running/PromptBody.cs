using System.Buffers;
using LoadGen.Inference;
using LoadGen.Workloads;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Measurement.Running;

/// <summary>Turns a work item into a request body. Scratch memory is per thread and grows to the longest prompt.</summary>
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
        if (workload.Content == PromptContent.Messages)
        {
            WriteMessages(output, options, workload, item);
            return;
        }

        Span<int> ids = (s_ids ??= new PromptBuffer()).RentIds(item.InputTokens);
        workload.WriteTokenIds(item, ids);
        if (options.PromptFormat == PromptFormat.TokenIds)
        {
            options.Api.WriteBody(output, new GenerationRequest { Options = options.Generation, MaxTokens = item.OutputTokens, TokenIds = ids });
            return;
        }

        ArrayBufferWriter<byte> text = s_text ??= new ArrayBufferWriter<byte>();
        text.ResetWrittenCount();
        WordList.Render(ids, text);
        options.Api.WriteBody(output, new GenerationRequest { Options = options.Generation, MaxTokens = item.OutputTokens, Text = text.WrittenSpan });
    }

    // With tool calls and parts where the API takes OpenAI's messages as they are, else as texts with their roles, else as one text.
    private static void WriteMessages(IBufferWriter<byte> output, BenchOptions options, Workload workload, in WorkItem item)
    {
        PromptMessages prompt = s_messages ??= new PromptMessages();
        workload.ReadMessages(item, prompt);
        PromptKinds kinds = options.Api.Traits.Prompts;
        if (!prompt.Json.IsEmpty && kinds.HasFlag(PromptKinds.MessagesJson))
        {
            options.Api.WriteBody(output, new GenerationRequest { Options = options.Generation, MaxTokens = item.OutputTokens, MessagesJson = prompt.Json });
            return;
        }

        if (kinds.HasFlag(PromptKinds.Messages))
        {
            options.Api.WriteBody(output, new GenerationRequest { Options = options.Generation, MaxTokens = item.OutputTokens, Messages = prompt.Messages });
            return;
        }

        ArrayBufferWriter<byte> text = s_text ??= new ArrayBufferWriter<byte>();
        text.ResetWrittenCount();
        prompt.WriteText(text);
        options.Api.WriteBody(output, new GenerationRequest { Options = options.Generation, MaxTokens = item.OutputTokens, Text = text.WrittenSpan });
    }
}
