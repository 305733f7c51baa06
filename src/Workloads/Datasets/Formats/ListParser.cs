using System.Text.Json;
using LoadGen.Workloads.Datasets.Reading;

namespace LoadGen.Workloads.Datasets.Formats;

/// <summary>Formats of which a record is one list, with a name and other facts beside it.</summary>
/// <param name="list">The list's key.</param>
/// <param name="ids">The keys of the conversation's name.</param>
/// <param name="groups">The keys of its group.</param>
internal abstract class ListParser(string list, string[] ids, string[] groups) : ConversationParser
{
    protected sealed override string? ReadRecord(ref Utf8JsonReader reader, ReadOnlySpan<byte> record, ConversationBuilder into, int part)
    {
        bool hasList = false;
        string? problem = null;
        var facts = new RecordFacts();
        Piece id = default;
        Piece group = default;
        while (problem is null && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(list))
            {
                problem = hasList ? $"{list} comes twice" : ReadList(ref reader, list, record, into);
                hasList = true;
            }
            else if (JsonFields.Key(ref reader, ids) is { } idKey)
            {
                problem = JsonFields.Name(ref reader, idKey, into, ref id);
            }
            else if (JsonFields.Key(ref reader, groups) is { } groupKey)
            {
                problem = JsonFields.Name(ref reader, groupKey, into, ref group);
            }
            else
            {
                problem = ReadField(ref reader, record, into, ref facts);
            }
        }

        into.Id = id;
        into.Group = group;
        End(into, facts);
        return problem ?? (hasList ? null : $"{list} is missing");
    }

    /// <summary>Reads the list; the reader stands before it.</summary>
    protected abstract string? ReadList(ref Utf8JsonReader reader, string key, ReadOnlySpan<byte> record, ConversationBuilder into);

    /// <summary>Reads another field, or passes it over; the reader stands on its key.</summary>
    protected virtual string? ReadField(ref Utf8JsonReader reader, ReadOnlySpan<byte> record, ConversationBuilder into, ref RecordFacts facts)
    {
        reader.Read();
        reader.Skip();
        return null;
    }

    /// <summary>The record has been read.</summary>
    protected abstract void End(ConversationBuilder into, in RecordFacts facts);
}

/// <summary>What a record says beside its list.</summary>
internal struct RecordFacts
{
    public TurnFacts Turn;
    public int? BlockTokens;
}
