namespace LoadGen.Workloads.Datasets.Formats;

/// <summary>
/// ShareGPT, as <c>ShareGPT_V3_unfiltered_cleaned_split.json</c> and its kin have it:
/// <code>
/// {"id": ID, "conversations": [{"from": "human", "value": TEXT}, {"from": "gpt", "value": TEXT}, …]}
/// </code>
/// Its records are pieces of longer conversations, so many begin with the model, and many are empty.
/// </summary>
internal sealed class ShareGptParser() : MessagesParser("conversations", new MessageReader("from", "value", keepJson: false), ["id"], [])
{
    public override DatasetFormat Format => DatasetFormat.ShareGpt;

    protected override string Shape => "a record is {\"id\", \"conversations\": [{\"from\": \"human\" or \"gpt\", \"value\": text}]}";
}
