using System.Text.Json;
using LoadGen.Workloads.Datasets.Reading;

namespace LoadGen.Workloads.Datasets.Formats;

/// <summary>
/// A prompt a record, with the length wanted:
/// <code>
/// {"prompt": TEXT, "output_tokens": N}
/// </code>
/// vLLM's <c>custom</c> dataset has exactly this; AIPerf's single-turn one says <c>text</c>, <c>output_length</c>, <c>timestamp</c> and
/// <c>delay</c> (both ms). A <c>messages</c> array may stand in the prompt's place, a <c>system</c> text before it, and a recorded
/// <c>answer</c> behind it.
/// </summary>
internal sealed class CustomParser : ConversationParser
{
    public override DatasetFormat Format => DatasetFormat.Custom;

    protected override string Shape => "a record is {\"prompt\": text, \"output_tokens\": n}, with \"messages\" in the prompt's place if you like";

    protected override string? ReadRecord(ref Utf8JsonReader reader, ReadOnlySpan<byte> record, ConversationBuilder into, int part)
    {
        var turn = new TurnReader();
        string? problem = null;
        Piece id = default;
        Piece group = default;
        while (problem is null && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (JsonFields.Key(ref reader, "id", "session_id") is { } idKey)
            {
                problem = JsonFields.Name(ref reader, idKey, into, ref id);
            }
            else if (JsonFields.Key(ref reader, "group", "tenant") is { } groupKey)
            {
                problem = JsonFields.Name(ref reader, groupKey, into, ref group);
            }
            else
            {
                problem = turn.ReadField(ref reader, record, into);
            }
        }

        problem ??= turn.TextProblem();
        if (problem is not null)
        {
            return problem;
        }

        into.Id = id;
        into.Group = group;
        into.StartNs = turn.Facts.OffsetNs;
        turn.Facts.OffsetNs = null;
        turn.End(into);
        return null;
    }
}
