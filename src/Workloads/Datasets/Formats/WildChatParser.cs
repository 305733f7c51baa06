using System.Text.Json;
using LoadGen.Workloads.Datasets.Reading;

namespace LoadGen.Workloads.Datasets.Formats;

/// <summary>
/// WildChat's rows (https://huggingface.co/datasets/allenai/WildChat-1M), and LMSYS-Chat-1M's, which have the same shape:
/// <code>
/// {"conversation_hash": HEX, "conversation": [{"role": "user", "content": TEXT, …}, …], "turn": N, "language": NAME, …}
/// </code>
/// The language is the conversation's group.
/// </summary>
internal sealed class WildChatParser : ConversationParser
{
    private static readonly MessageReader s_messages = new("role", "content", keepJson: false);

    public override DatasetFormat Format => DatasetFormat.WildChat;

    protected override string Shape => "a record is {\"conversation_hash\", \"conversation\": [{\"role\", \"content\"}], \"language\"}";

    protected override string? ReadRecord(ref Utf8JsonReader reader, ReadOnlySpan<byte> record, ConversationBuilder into, int part)
    {
        bool hasMessages = false;
        string? problem = null;
        Piece id = default;
        Piece language = default;
        while (problem is null && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("conversation"u8))
            {
                problem = hasMessages ? "conversation comes twice" : s_messages.ReadList(ref reader, "conversation", record, into);
                hasMessages = true;
            }
            else if (reader.ValueTextEquals("conversation_hash"u8) || reader.ValueTextEquals("conversation_id"u8))
            {
                problem = JsonFields.Name(ref reader, "conversation_hash", into, ref id);
            }
            else if (reader.ValueTextEquals("language"u8))
            {
                problem = JsonFields.Name(ref reader, "language", into, ref language);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        into.Id = id;
        into.Group = language;
        into.EndMessages(default);
        return problem ?? (hasMessages ? null : "conversation is missing");
    }
}
