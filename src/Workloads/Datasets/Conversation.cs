using LoadGen.Inference;

namespace LoadGen.Workloads.Datasets;

/// <summary>
/// One session as a dataset holds it: turns in their order, each a request that follows from the ones before. Immutable; nothing in it
/// belongs to a buffer that is used again.
/// </summary>
public sealed class Conversation
{
    /// <summary>The dataset's name for it, or its record's number from 0. Conversations that are repeated have <c>~1</c>, <c>~2</c>, … behind it.</summary>
    public required string Id { get; init; }

    /// <summary>Who it belongs to (a tenant, a language, the session that spawned it, a prefix group); null where the dataset does not say.</summary>
    public string? Group { get; init; }

    /// <summary>At least one turn.</summary>
    public required IReadOnlyList<ConversationTurn> Turns { get; init; }

    /// <summary>When its first turn is due, in ns after the dataset's start, already sped up; null where the dataset does not say.</summary>
    public long? StartNs { get; init; }

    /// <summary>The <c>tools</c> array as the dataset has it, JSON; empty where there is none.</summary>
    public ReadOnlyMemory<byte> ToolsJson { get; init; }

    /// <summary>
    /// Adds what a request for turn <paramref name="turn"/> says before its own messages: all messages of the turns before it, each
    /// followed by its recorded answer where there is one.
    /// </summary>
    public void AddHistory(int turn, ICollection<ChatMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(turn, Turns.Count);
        for (int i = 0; i < turn; i++)
        {
            Turns[i].AddMessages(messages);
            if (Turns[i].RecordedAnswer is { } answer)
            {
                messages.Add(answer);
            }
        }
    }
}
