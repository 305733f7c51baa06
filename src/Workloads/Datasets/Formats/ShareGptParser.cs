using System.Text.Json;
using LoadGen.Workloads.Datasets.Reading;

namespace LoadGen.Workloads.Datasets.Formats;

/// <summary>
/// ShareGPT, as <c>ShareGPT_V3_unfiltered_cleaned_split.json</c> and its kin have it:
/// <code>
/// {"id": ID, "conversations": [{"from": "human", "value": TEXT}, {"from": "gpt", "value": TEXT}, …]}
/// </code>
/// Its records are pieces of longer conversations, so many begin with the model, and many are empty.
/// </summary>
internal sealed class ShareGptParser : ConversationParser
{
    private static readonly MessageReader s_messages = new("from", "value", keepJson: false);

    public override DatasetFormat Format => DatasetFormat.ShareGpt;

    protected override string Shape => "a record is {\"id\", \"conversations\": [{\"from\": \"human\" or \"gpt\", \"value\": text}]}";

    protected override string? ReadRecord(ref Utf8JsonReader reader, ReadOnlySpan<byte> record, ConversationBuilder into, int part)
    {
        bool hasMessages = false;
        string? problem = null;
        while (problem is null && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("conversations"u8))
            {
                problem = hasMessages ? "conversations comes twice" : s_messages.ReadList(ref reader, "conversations", record, into);
                hasMessages = true;
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                Piece id = default;
                problem = JsonFields.Name(ref reader, "id", into, ref id);
                into.Id = id;
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        into.EndMessages(default);
        return problem ?? (hasMessages ? null : "conversations is missing");
    }
}
