using System.Buffers;
using System.Runtime.InteropServices;
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
    private readonly List<ChatMessage> _messages = [];
    private readonly MessageArray? _json;
    private int _historyTokens;
    private bool _isAnswered = true;

    /// <summary>The prompt before the first turn.</summary>
    /// <param name="conversation">The session as the dataset has it.</param>
    /// <param name="session">Its place in the dataset.</param>
    /// <param name="options">How prompts are made.</param>
    public SessionPrompt(Conversation conversation, int session, SessionPromptOptions options)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        ArgumentNullException.ThrowIfNull(options);
        Conversation = conversation;
        _session = session;
        _prompts = options.Prompts();
        _length = new TextLength(options.Counter);
        _json = conversation.Turns.Any(t => !t.MessagesJson.IsEmpty || !t.RecordedAnswerJson.IsEmpty) ? new MessageArray() : null;
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
    public bool IsMessages => _messages.Count > 0;

    /// <summary>The prompt's tokens: as recorded, or counted, or estimated as characters / 4.</summary>
    public int InputTokens { get; private set; }

    /// <summary>Output tokens to ask for.</summary>
    public int OutputTokens { get; private set; }

    /// <summary>The prompt's messages, history included.</summary>
    public ReadOnlySpan<ChatMessage> Messages => CollectionsMarshal.AsSpan(_messages);

    /// <summary>The same as a JSON array with tool calls and parts as the dataset has them; empty where the messages hold all.</summary>
    public ReadOnlySpan<byte> Json => _json is null ? default : _json.Written;

    /// <summary>Goes on to the next turn. A turn before that nobody answered leaves its messages without an answer.</summary>
    public void Next()
    {
        Turn++;
        _isAnswered = false;
        ConversationTurn turn = Current;
        foreach (ChatMessage message in turn.Messages)
        {
            _messages.Add(message);
            _historyTokens += _length.Tokens(message.Text.Span);
        }

        _json?.Add(turn.MessagesJson.Span, turn.Messages);
        InputTokens = turn.InputTokens ?? Math.Max(1, _historyTokens);
        OutputTokens = _prompts.OutputTokens(turn);
    }

    /// <summary>The recorded answer, where there is one, becomes part of the history.</summary>
    public void AnswerAsRecorded()
    {
        if (Current.RecordedAnswer is { } answer)
        {
            Answer(answer, Current.RecordedAnswerJson.Span, _length.Answer(Current));
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

        Answer(new ChatMessage(ChatRole.Assistant, text.ToArray()), default, _length.Tokens(text));
    }

    /// <summary>Writes the texts of the messages, a blank line between two, for APIs that take a text and no messages.</summary>
    public void WriteText(IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        for (int i = 0; i < _messages.Count; i++)
        {
            destination.Write(i > 0 ? "\n\n"u8 : default);
            destination.Write(_messages[i].Text.Span);
        }
    }

    /// <summary>Writes the prompt's token ids, where it is no text.</summary>
    /// <param name="destination"><see cref="InputTokens"/> long.</param>
    public void WriteTokenIds(Span<int> destination) => _prompts.WriteTokenIds(_session, Conversation, Turn, lap: 0, destination);

    private void Answer(ChatMessage answer, ReadOnlySpan<byte> json, int tokens)
    {
        if (_isAnswered)
        {
            throw new InvalidOperationException($"turn {Turn} of session {Conversation.Id} has its answer already");
        }

        _isAnswered = true;
        _messages.Add(answer);
        _historyTokens += tokens;
        _json?.Add(json, [answer]);
    }
}
