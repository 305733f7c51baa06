using LoadGen.Inference;
using LoadGen.Workloads.Traces;

namespace LoadGen.Workloads.Datasets;

/// <summary>
/// The prompts of conversations: how long they are, how much is asked for, and the token ids of those of which only hashes or lengths are
/// known. Immutable, hence safe from any thread. What is text goes through <see cref="PromptMessages"/>.
/// </summary>
public sealed class ConversationPrompts
{
    private readonly DatasetWorkloadOptions _options;
    private readonly TextLength _length;
    private readonly TokenIdRange _ids;
    private readonly TokenStreams _streams;

    /// <summary>Prompts as the options say; <see cref="DatasetWorkloadOptions.Turn"/> means nothing here.</summary>
    public ConversationPrompts(DatasetWorkloadOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.OutputTokens ?? 1, 1, nameof(options.OutputTokens));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.DefaultOutputTokens, 1, nameof(options.DefaultOutputTokens));
        _options = options;
        _length = new TextLength(options.Counter);
        _ids = TokenIdRange.Of(options.VocabularySize, options.FirstTokenId);
        _streams = new TokenStreams(options.Seed, _ids);
    }

    internal string IdRange => _ids.ToString();

    internal bool IsCounted => _length.IsCounted;

    /// <summary>Tokens of a turn's whole prompt, at least 1: recorded; else counted or estimated, with the recorded answers of the turns before.</summary>
    public int InputTokens(Conversation conversation, int turn)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        if (conversation.Turns[turn].InputTokens is { } recorded)
        {
            return recorded;
        }

        int tokens = 0;
        for (int i = 0; i <= turn; i++)
        {
            foreach (ChatMessage message in conversation.Turns[i].Messages)
            {
                tokens += _length.Tokens(message.Text.Span);
            }

            tokens += i < turn ? _length.Answer(conversation.Turns[i]) : 0;
        }

        return Math.Max(1, tokens);
    }

    /// <summary>Output tokens to ask a turn for, at least 1: the user's, the dataset's, the recorded answer's, or the default.</summary>
    public int OutputTokens(ConversationTurn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        return _options.OutputTokens
            ?? turn.OutputTokens
            ?? (turn.RecordedAnswer is null ? _options.DefaultOutputTokens : Math.Max(1, _length.Answer(turn)));
    }

    /// <summary>
    /// Writes the token ids of a turn's prompt: blocks of equal hashes have equal ids, and the tokens past the last block are the turn's own.
    /// </summary>
    /// <param name="index">The conversation's number, which sets its own tokens apart from all others'.</param>
    /// <param name="conversation">The conversation.</param>
    /// <param name="turn">The turn.</param>
    /// <param name="lap">0 for what is measured; each other number gives prompts that share nothing with it.</param>
    /// <param name="destination">The prompt; its length is the prompt's.</param>
    public void WriteTokenIds(int index, Conversation conversation, int turn, int lap, Span<int> destination)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        ConversationTurn asked = conversation.Turns[turn];
        Span<int> rest = destination;
        foreach (long hash in asked.BlockHashes.Span)
        {
            Span<int> block = rest[..Math.Min(asked.BlockTokens, rest.Length)];
            _streams.WriteBlock(hash, lap, block);
            rest = rest[block.Length..];
        }

        // Numbers of conversations have 31 bits.
        _streams.WriteOwn(index + ((long)turn << 32), lap, rest);
    }
}
