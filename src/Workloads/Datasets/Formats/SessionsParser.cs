using System.Text.Json;
using LoadGen.Inference;
using LoadGen.Workloads.Datasets.Reading;

namespace LoadGen.Workloads.Datasets.Formats;

/// <summary>
/// Sessions turn by turn, with the gaps between them:
/// <code>
/// {"session_id": ID, "group": NAME, "turns": [
///   {"text": TEXT, "answer": TEXT, "output_tokens": N, "delay": MS},
///   {"messages": [{"role": "tool", …}], "answer": {"role": "assistant", "tool_calls": […]}, …}]}
/// {"session_id": ID, "block_size": 64, "turns": [{"hash_ids": [ID, …], "input_tokens": N, "output_tokens": N, "delay": MS}]}
/// </code>
/// A superset of AIPerf's multi-turn datasets: a turn may be a bare text, a leading turn of role <c>system</c> belongs to the next, and
/// <c>timestamp</c> (ms after the dataset's start) may say when a turn was recorded. Turns of a dataset have text or lengths, not both.
/// </summary>
internal sealed class SessionsParser() : ListParser("turns", ["session_id", "id"], ["group", "tenant"])
{
    private const int DefaultBlockTokens = 64;

    public override DatasetFormat Format => DatasetFormat.Sessions;

    protected override string Shape => "a record is {\"session_id\", \"turns\": [{\"text\" or \"messages\", \"answer\", \"output_tokens\", \"delay\": ms}]}";

    protected override string? ReadField(ref Utf8JsonReader reader, ReadOnlySpan<byte> record, ConversationBuilder into, ref RecordFacts facts)
    {
        if (reader.ValueTextEquals("block_size"u8))
        {
            return JsonFields.Tokens(ref reader, "block_size", ref facts.BlockTokens);
        }

        if (!reader.ValueTextEquals("tools"u8))
        {
            return base.ReadField(ref reader, record, into, ref facts);
        }

        into.Tools = JsonFields.Raw(ref reader, record, into);
        return null;
    }

    protected override void End(ConversationBuilder into, in RecordFacts facts) => into.BlockTokens = facts.BlockTokens ?? DefaultBlockTokens;

    protected override string? ReadList(ref Utf8JsonReader reader, string key, ReadOnlySpan<byte> record, ConversationBuilder into)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return $"{key} is {JsonFields.Found(ref reader)}; it must be an array of turns";
        }

        for (int number = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; number++)
        {
            string? problem = ReadTurn(ref reader, record, into);
            if (problem is not null)
            {
                return $"{key}[{number}]: {problem}";
            }
        }

        return null;
    }

    private static string? ReadTurn(ref Utf8JsonReader reader, ReadOnlySpan<byte> record, ConversationBuilder into)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            into.AddTurnMessage(ChatRole.User, into.AddString(ref reader), default);
            into.EndTurn(default, default, hasAnswer: false, default);
            return null;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return $"a turn is {JsonFields.Found(ref reader)}; it must be a text or an object";
        }

        var turn = new TurnReader();
        int firstHash = into.HashCount;
        bool hasHashes = false;
        string? problem = null;
        while (problem is null && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("hash_ids"u8))
            {
                into.DropHashes(firstHash);
                hasHashes = true;
                problem = JsonFields.Hashes(ref reader, "hash_ids", into);
            }
            else
            {
                problem = turn.ReadField(ref reader, record, into);
            }
        }

        return problem ?? Place(ref turn, into) ?? End(ref turn, into, firstHash, hasHashes);
    }

    // Timestamps count from the dataset's start, a turn's offset from its conversation's.
    private static string? Place(ref TurnReader turn, ConversationBuilder into)
    {
        if (into.TurnCount == 0)
        {
            into.StartNs = turn.Facts.OffsetNs;
        }

        if (turn.Facts.OffsetNs is { } time && into.StartNs is null)
        {
            return $"timestamp is {time / 1_000_000} although the first turn has none; either all turns say when they were recorded, or use delay";
        }

        turn.Facts.OffsetNs -= into.StartNs;
        return turn.Facts.OffsetNs < 0 ? "timestamp lies before the first turn's; turns stand in their order" : null;
    }

    private static string? End(ref TurnReader turn, ConversationBuilder into, int firstHash, bool hasHashes)
    {
        bool isText = turn.HasText || turn.HasMessages;
        PromptContent content = isText ? PromptContent.Messages : PromptContent.TokenIds;
        if (!isText && turn.Facts.InputTokens is null)
        {
            return hasHashes ? "input_tokens is missing; a turn of hash_ids has it" : "text is missing; a turn has text, messages, or input_tokens with hash_ids";
        }

        if (into.TurnCount > 0 && into.Content != content)
        {
            return $"a turn {(isText ? "with" : "without")} text after turns {(isText ? "without" : "with")} it; a dataset has one or the other";
        }

        into.Content = content;
        if (!isText)
        {
            into.AddBlockTurn(turn.Facts, firstHash);
            return null;
        }

        into.DropHashes(firstHash);
        if (turn.TextProblem() is { } problem)
        {
            return problem;
        }

        if (turn.HasText && turn.Role is ChatRole.Assistant)
        {
            return "role is 'assistant'; what the model said stands in the answer of the turn that it answers";
        }

        // Instructions ask nothing: they belong to the next turn.
        turn.EndOrKeepOpen(into);
        return null;
    }
}
