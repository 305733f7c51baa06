using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using LoadGen.Inference;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Workloads;

/// <summary>
/// A prompt as messages. It can be emptied and used again for the next prompt, or grow with a session, turn by turn. Not thread-safe.
/// </summary>
public sealed class PromptMessages
{
    private readonly List<ChatMessage> _messages = [];
    private readonly List<Piece> _pieces = [];
    private readonly ArrayBufferWriter<byte> _json = new();
    private readonly bool _isAlwaysJson;
    private bool _needsJson;
    private bool _isWritten;

    /// <summary>No messages yet.</summary>
    public PromptMessages()
        : this(isAlwaysJson: false)
    {
    }

    /// <summary>No messages yet.</summary>
    /// <param name="isAlwaysJson">
    /// It stands as JSON too before a message asks for it. A server's cache knows a prompt by its first bytes, so one that is to need JSON
    /// later has it from its first message on.
    /// </param>
    public PromptMessages(bool isAlwaysJson) => _isAlwaysJson = _needsJson = isAlwaysJson;

    /// <summary>The messages in their order, the last being the one to answer.</summary>
    public ReadOnlySpan<ChatMessage> Messages => CollectionsMarshal.AsSpan(_messages);

    /// <summary>
    /// The same as a JSON array of OpenAI's message objects, with tool calls and parts as the dataset has them; empty where the messages
    /// hold all. Valid until something is added.
    /// </summary>
    public ReadOnlySpan<byte> Json
    {
        get
        {
            if (_needsJson && !_isWritten)
            {
                WriteJson();
                _isWritten = true;
            }

            return _json.WrittenSpan;
        }
    }

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        _messages.Clear();
        _pieces.Clear();
        _json.ResetWrittenCount();
        _needsJson = _isAlwaysJson;
        _isWritten = false;
    }

    /// <summary>Adds a message that is no more than its role and text: a server's answer, for instance.</summary>
    public void Add(ChatMessage message) => Add(message, default);

    /// <summary>Adds a message, and how it stands as JSON where that is more.</summary>
    public void Add(ChatMessage message, ReadOnlyMemory<byte> json)
    {
        _messages.Add(message);
        Note(json, count: 1);
    }

    /// <summary>Adds what a turn says.</summary>
    public void AddTurn(ConversationTurn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        turn.AddMessages(_messages);
        Note(turn.MessagesJson, turn.Messages.Count);
    }

    /// <summary>Adds the answer that was recorded to a turn, if one was.</summary>
    public void AddRecordedAnswer(ConversationTurn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        if (turn.RecordedAnswer is { } answer)
        {
            Add(answer, turn.RecordedAnswerJson);
        }
    }

    /// <summary>Makes it the prompt of a conversation's turn: all turns before it with their recorded answers, then its own messages.</summary>
    public void Set(Conversation conversation, int turn)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        Clear();
        for (int i = 0; i < turn; i++)
        {
            AddTurn(conversation.Turns[i]);
            AddRecordedAnswer(conversation.Turns[i]);
        }

        AddTurn(conversation.Turns[turn]);
    }

    /// <summary>Writes the texts of the messages, a blank line between two, for APIs that take a text and no messages.</summary>
    public void WriteText(IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        bool any = false;
        foreach (ChatMessage message in Messages)
        {
            destination.Write(any ? "\n\n"u8 : default);
            destination.Write(message.Text.Span);
            any = true;
        }
    }

    private void Note(ReadOnlyMemory<byte> json, int count)
    {
        _pieces.Add(new Piece(json, _messages.Count - count, count));
        _needsJson |= !json.IsEmpty;
        _isWritten = false;
    }

    private void WriteJson()
    {
        _json.ResetWrittenCount();
        _json.Write("["u8);
        foreach (Piece piece in _pieces)
        {
            if (!piece.Json.IsEmpty)
            {
                Separate();
                _json.Write(piece.Json.Span);
                continue;
            }

            foreach (ChatMessage message in Messages.Slice(piece.First, piece.Count))
            {
                Separate();
                WriteJson(message);
            }
        }

        _json.Write("]"u8);
    }

    private void WriteJson(ChatMessage message)
    {
        using var writer = new Utf8JsonWriter(_json);
        writer.WriteStartObject();
        writer.WriteString("role"u8, NameOf(message.Role));
        writer.WriteString("content"u8, message.Text.Span);
        writer.WriteEndObject();
    }

    private void Separate()
    {
        if (_json.WrittenCount > 1)
        {
            _json.Write(","u8);
        }
    }

    private static ReadOnlySpan<byte> NameOf(ChatRole role) => role switch
    {
        ChatRole.System => "system"u8,
        ChatRole.User => "user"u8,
        ChatRole.Assistant => "assistant"u8,
        _ => "tool"u8,
    };

    // Messages that stand as one run of JSON objects, or that are to be written.
    private readonly record struct Piece(ReadOnlyMemory<byte> Json, int First, int Count);
}
