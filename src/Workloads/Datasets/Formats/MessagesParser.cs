using System.Text.Json;
using LoadGen.Workloads.Datasets.Reading;

namespace LoadGen.Workloads.Datasets.Formats;

/// <summary>Formats of which the list is one of messages, from which turns are made.</summary>
internal abstract class MessagesParser(string list, MessageReader messages, string[] ids, string[] groups) : ListParser(list, ids, groups)
{
    protected sealed override string? ReadList(ref Utf8JsonReader reader, string key, ReadOnlySpan<byte> record, ConversationBuilder into) =>
        messages.ReadList(ref reader, key, record, into);

    protected sealed override void End(ConversationBuilder into, in RecordFacts facts) => into.EndMessages(facts.Turn);
}
