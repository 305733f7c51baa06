using LoadGen.Inference;

namespace LoadGen.Workloads.Datasets;

/// <summary>One request of a conversation, and what was recorded of its answer.</summary>
public sealed class ConversationTurn
{
    /// <summary>
    /// What this turn adds to the conversation before it is sent: system, user and tool messages, and answers of the model that no
    /// request of this dataset asked for. Empty where the dataset has block hashes or lengths in place of text.
    /// </summary>
    public IReadOnlyList<ChatMessage> Messages { get; init; } = [];

    /// <summary>
    /// The same messages as JSON objects, separated by commas, as the dataset has them: parts, tool calls and names are kept. Empty
    /// where <see cref="Messages"/> hold all that there is.
    /// </summary>
    public ReadOnlyMemory<byte> MessagesJson { get; init; }

    /// <summary>What the model answered when the dataset was recorded.</summary>
    public ChatMessage? RecordedAnswer { get; init; }

    /// <summary>The recorded answer as a JSON object with its tool calls; empty where <see cref="RecordedAnswer"/> holds all that there is.</summary>
    public ReadOnlyMemory<byte> RecordedAnswerJson { get; init; }

    /// <summary>Output tokens that the dataset asks for or recorded.</summary>
    public int? OutputTokens { get; init; }

    /// <summary>Tokens of the whole prompt, history included, as the dataset recorded them.</summary>
    public int? InputTokens { get; init; }

    /// <summary>Wait between the end of the turn before and this request, in ns, sped up: think time, or the time that a tool took.</summary>
    public long? DelayNs { get; init; }

    /// <summary>When this request was recorded, in ns after the conversation's start, sped up.</summary>
    public long? OffsetNs { get; init; }

    /// <summary>
    /// Identities of the whole prompt's leading blocks, history included: equal leading identities mean an equal prefix. Tokens past
    /// the last block are the turn's own. Empty where the dataset has text.
    /// </summary>
    public ReadOnlyMemory<long> BlockHashes { get; init; }

    /// <summary>Prompt tokens that a block hash stands for; 0 where there are none.</summary>
    public int BlockTokens { get; init; }

    internal void AddMessages(ICollection<ChatMessage> messages)
    {
        foreach (ChatMessage message in Messages)
        {
            messages.Add(message);
        }
    }
}
