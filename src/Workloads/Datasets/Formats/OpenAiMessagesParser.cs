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
internal sealed class OpenAiMessagesParser : ConversationParser
{
    public override DatasetFormat Format => DatasetFormat.OpenAiMessages;

    protected override string Shape => "a record is {\"messages\": [{\"role\", \"content\"}], \"tools\", \"max_tokens\"}";

    protected override string? ReadRecord(ref Utf8JsonReader reader, ReadOnlySpan<byte> record, ConversationBuilder into, int part)
    {
        bool hasMessages = false;
        string? problem = null;
        var facts = new TurnFacts();
        Piece id = default;
        Piece user = default;
        while (problem is null && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("messages"u8))
            {
                problem = hasMessages ? "messages comes twice" : MessageReader.OpenAi.ReadList(ref reader, "messages", record, into);
                hasMessages = true;
            }
            else if (LengthKeys.Output(ref reader) is { } outputKey)
            {
                problem = JsonFields.Tokens(ref reader, outputKey, ref facts.OutputTokens);
            }
            else if (reader.ValueTextEquals("tools"u8))
            {
                into.Tools = JsonFields.Raw(ref reader, record, into);
            }
            else if (JsonFields.Key(ref reader, "id", "session_id") is { } idKey)
            {
                problem = JsonFields.Name(ref reader, idKey, into, ref id);
            }
            else if (reader.ValueTextEquals("user"u8))
            {
                problem = JsonFields.Name(ref reader, "user", into, ref user);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        into.Id = id;
        into.Group = user;
        into.EndMessages(facts);
        return problem ?? (hasMessages ? null : "messages is missing");
    }
}
