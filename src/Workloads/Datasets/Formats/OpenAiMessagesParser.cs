using System.Text.Json;
using LoadGen.Workloads.Datasets.Reading;

namespace LoadGen.Workloads.Datasets.Formats;

/// <summary>
/// Requests to OpenAI's chat completions as they were sent:
/// <code>
/// {"messages": [{"role": "user", "content": TEXT or PARTS, …}, …], "tools": […], "max_tokens": N, …}
/// </code>
/// Parts, tool calls and tools are kept as JSON. <c>max_completion_tokens</c> and <c>output_tokens</c> stand for <c>max_tokens</c> too;
/// the length asked for is the last turn's.
/// </summary>
internal sealed class OpenAiMessagesParser() : MessagesParser("messages", MessageReader.OpenAi, ["id", "session_id"], ["user"])
{
    public override DatasetFormat Format => DatasetFormat.OpenAiMessages;

    protected override string Shape => "a record is {\"messages\": [{\"role\", \"content\"}], \"tools\", \"max_tokens\"}";

    protected override string? ReadField(ref Utf8JsonReader reader, ReadOnlySpan<byte> record, ConversationBuilder into, ref RecordFacts facts)
    {
        if (LengthKeys.Output(ref reader) is { } outputKey)
        {
            return JsonFields.Tokens(ref reader, outputKey, ref facts.Turn.OutputTokens);
        }

        if (!reader.ValueTextEquals("tools"u8))
        {
            return base.ReadField(ref reader, record, into, ref facts);
        }

        into.Tools = JsonFields.Raw(ref reader, record, into);
        return null;
    }
}
