using System.Buffers;
using System.Text.Json;
using LoadGen.Inference;

namespace LoadGen.Workloads.Sessions;

/// <summary>A JSON array of messages that grows at its end and is whole at any time.</summary>
internal sealed class MessageArray
{
    private byte[] _bytes = new byte[1024];
    private int _length;

    public MessageArray() => _bytes[_length++] = (byte)'[';

    /// <summary>The array.</summary>
    public ReadOnlySpan<byte> Written
    {
        get
        {
            // Behind what counts: the next message is written over it.
            EnsureRoom(1);
            _bytes[_length] = (byte)']';
            return _bytes.AsSpan(0, _length + 1);
        }
    }

    /// <summary>Appends messages.</summary>
    /// <param name="json">As JSON objects separated by commas; empty where the messages hold all that there is.</param>
    /// <param name="messages">The same messages.</param>
    public void Add(ReadOnlySpan<byte> json, IReadOnlyList<ChatMessage> messages)
    {
        if (!json.IsEmpty)
        {
            Append(json);
            return;
        }

        foreach (ChatMessage message in messages)
        {
            var one = new ArrayBufferWriter<byte>(message.Text.Length + 64);
            using (var writer = new Utf8JsonWriter(one))
            {
                writer.WriteStartObject();
                writer.WriteString("role"u8, NameOf(message.Role));
                writer.WriteString("content"u8, message.Text.Span);
                writer.WriteEndObject();
            }

            Append(one.WrittenSpan);
        }
    }

    private static ReadOnlySpan<byte> NameOf(ChatRole role) => role switch
    {
        ChatRole.System => "system"u8,
        ChatRole.User => "user"u8,
        ChatRole.Assistant => "assistant"u8,
        _ => "tool"u8,
    };

    private void Append(ReadOnlySpan<byte> item)
    {
        EnsureRoom(item.Length + 1);
        if (_length > 1)
        {
            _bytes[_length++] = (byte)',';
        }

        item.CopyTo(_bytes.AsSpan(_length));
        _length += item.Length;
    }

    private void EnsureRoom(int bytes)
    {
        if (_bytes.Length - _length < bytes)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + bytes));
        }
    }
}
