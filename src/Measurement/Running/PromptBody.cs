using System.Buffers;
using LoadGen.Inference;
using LoadGen.Workloads;

namespace LoadGen.Measurement.Running;

/// <summary>Turns a work item into a request body. Scratch memory is per thread and grows to the longest prompt.</summary>
internal static class PromptBody
{
    [ThreadStatic]
    private static PromptBuffer? s_ids;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_text;

    /// <summary>Writes the body of <paramref name="item"/>.</summary>
    public static void Write(IBufferWriter<byte> output, BenchOptions options, Workload workload, in WorkItem item)
    {
        if (options.Prompts is { } prompts)
        {
            options.Api.WriteBody(output, prompts.PromptOf(item, options.Generation));
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
}
