using LoadGen.Inference;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Workloads.Sessions;

/// <summary>
/// The prompt of one session under way: it grows turn by turn, by the turn's own messages and by what the model answered. Of datasets
/// without text, the prompt is token ids that share what the dataset's block hashes share. Not thread-safe.
/// </summary>
public sealed class SessionPrompt
{
    private readonly int _session;
    private readonly ConversationPrompts _prompts;
    private readonly TextLength _length;
    private int _historyTokens;
    private bool _isAnswered = true;

    /// <summary>The prompt before the first turn.</summary>
    /// <param name="conversation">The session as the dataset has it.</param>
    /// <param name="session">Its place in the dataset.</param>
    /// <param name="options">How prompts are made; <see cref="DatasetWorkloadOptions.Turn"/> means nothing here.</param>
    public SessionPrompt(Conversation conversation, int session, DatasetWorkloadOptions options)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        ArgumentNullException.ThrowIfNull(options);
        Conversation = conversation;
        _session = session;
        _prompts = new ConversationPrompts(options);
        _length = new TextLength(options.Counter);
        Messages = new PromptMessages(conversation.Turns.Any(t => !t.MessagesJson.IsEmpty || !t.RecordedAnswerJson.IsEmpty));
    }

    /// <summary>The session as the dataset has it.</summary>
    public Conversation Conversation { get; }

    /// <summary>The turn whose prompt this is, from 0; −1 before the first.</summary>
    public int Turn { get; private set; } = -1;

    /// <summary>There is a turn after this one.</summary>
    public bool HasNext => Turn + 1 < Conversation.Turns.Count;

    /// <summary>The turn itself.</summary>
    public ConversationTurn Current => Conversation.Turns[Turn];

    /// <summary>The prompt is messages; else it is token ids.</summary>
    public bool IsMessages => !Messages.Messages.IsEmpty;

    /// <summary>The prompt's tokens: as recorded, or counted, or estimated as characters / 4.</summary>
    public int InputTokens { get; private set; }

    /// <summary>Output tokens to ask for.</summary>
    public int OutputTokens { get; private set; }

    /// <summary>The prompt's messages, history included. To be read, not added to.</summary>
    public PromptMessages Messages { get; }

    /// <summary>Goes on to the next turn. A turn before that nobody answered leaves its messages without an answer.</summary>
    public void Next()
    {
        Turn++;
        _isAnswered = false;
        ConversationTurn turn = Current;
        Messages.AddTurn(turn);
        foreach (ChatMessage message in turn.Messages)
        {
            _historyTokens += _length.Tokens(message.Text.Span);
        }

        InputTokens = turn.InputTokens ?? Math.Max(1, _historyTokens);
        OutputTokens = _prompts.OutputTokens(turn);
    }

    /// <summary>The recorded answer, where there is one, becomes part of the history.</summary>
    public void AnswerAsRecorded()
    {
        if (Current.RecordedAnswer is not null)
        {
            Answered(_length.Answer(Current));
            Messages.AddRecordedAnswer(Current);
        }
    }

    /// <summary>
    /// The server's answer becomes part of the history. Where it has no text, or the recorded one called a tool that later messages
    /// answer, the recorded one does: without it the conversation would not hang together.
    /// </summary>
    /// <param name="text">UTF-8.</param>
    public void Answer(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || !Current.RecordedAnswerJson.IsEmpty)
        {
            AnswerAsRecorded();
            return;
        }

        Answered(_length.Tokens(text));
        Messages.Add(new ChatMessage(ChatRole.Assistant, text.ToArray()));
    }

    /// <summary>Writes the prompt's token ids, where it is no text.</summary>
    /// <param name="destination"><see cref="InputTokens"/> long.</param>
    public void WriteTokenIds(Span<int> destination) => _prompts.WriteTokenIds(_session, Conversation, Turn, lap: 0, destination);

    private void Answered(int tokens)
    {
        if (_isAnswered)
        {
            throw new InvalidOperationException($"turn {Turn} of session {Conversation.Id} has its answer already");
        }

        _isAnswered = true;
        _historyTokens += tokens;
    }
}
