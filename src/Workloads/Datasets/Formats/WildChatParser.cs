namespace LoadGen.Workloads.Datasets.Formats;

/// <summary>
/// WildChat's rows (https://huggingface.co/datasets/allenai/WildChat-1M), and LMSYS-Chat-1M's, which have the same shape:
/// <code>
/// {"conversation_hash": HEX, "conversation": [{"role": "user", "content": TEXT, …}, …], "turn": N, "language": NAME, …}
/// </code>
/// The language is the conversation's group.
/// </summary>
internal sealed class WildChatParser()
    : MessagesParser("conversation", new MessageReader("role", "content", keepJson: false), ["conversation_hash", "conversation_id"], ["language"])
{
    public override DatasetFormat Format => DatasetFormat.WildChat;

    protected override string Shape => "a record is {\"conversation_hash\", \"conversation\": [{\"role\", \"content\"}], \"language\"}";
}
