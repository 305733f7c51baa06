using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using LoadGen.Inference;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Workloads;

/// <summary>A prompt as messages: scratch space that is used again for the next prompt. Not thread-safe: one for each worker.</summary>
public sealed class PromptMessages
{
    private readonly List<ChatMessage> _messages = [];
    private readonly ArrayBufferWriter<byte> _json = new();

    /// <summary>The messages in their order, the last being the one to answer.</summary>
    public ReadOnlySpan<ChatMessage> Messages => CollectionsMarshal.AsSpan(_messages);

    /// <summary>The same as a JSON array, with tool calls and parts as the dataset has them; empty where the messages hold all.</summary>
    public ReadOnlySpan<byte> Json => _json.WrittenSpan;

    /// <summary>Empties both.</summary>
    public void Clear()
    {
        _messages.Clear();
        _json.ResetWrittenCount();
    }

    /// <summary>Adds a message that is no more than its role and text.</summary>
    public void Add(ChatMessage message) => _messages.Add(message);

    /// <summary>Says how the messages stand as JSON: an array, valid as it is.</summary>
    public void SetJson(ReadOnlySpan<byte> array)
    {
        _json.ResetWrittenCount();
        _json.Write(array);
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

    /// <summary>Makes the prompt of a conversation's turn, its history with the recorded answers before it.</summary>
    internal void Set(Conversation conversation, int turn)
    {
        Clear();
        conversation.AddHistory(turn, _messages);
        conversation.Turns[turn].AddMessages(_messages);
        if (conversation.Turns.Take(turn + 1).Any(t => !t.MessagesJson.IsEmpty || !t.RecordedAnswerJson.IsEmpty))
        {
            WriteJson(conversation, turn);
        }
    }

    private void WriteJson(Conversation conversation, int last)
    {
        _json.Write("["u8);
        for (int i = 0; i <= last; i++)
        {
            ConversationTurn turn = conversation.Turns[i];
            WriteJson(turn.MessagesJson.Span, turn.Messages);
            if (i < last && turn.RecordedAnswer is { } answer)
            {
                WriteJson(turn.RecordedAnswerJson.Span, [answer]);
            }
        }

        _json.Write("]"u8);
    }

    private void WriteJson(ReadOnlySpan<byte> json, IReadOnlyList<ChatMessage> messages)
    {
        if (!json.IsEmpty)
        {
            Separate();
            _json.Write(json);
            return;
        }

        foreach (ChatMessage message in messages)
        {
            Separate();
            using var writer = new Utf8JsonWriter(_json);
            writer.WriteStartObject();
            writer.WriteString("role"u8, NameOf(message.Role));
            writer.WriteString("content"u8, message.Text.Span);
            writer.WriteEndObject();
        }
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
}
