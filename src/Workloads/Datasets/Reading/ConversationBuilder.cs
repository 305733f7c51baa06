using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using LoadGen.Inference;

namespace LoadGen.Workloads.Datasets.Reading;

/// <summary>A piece of a builder's bytes.</summary>
internal readonly record struct Piece(int Start, int Length);

/// <summary>
/// Collects a conversation in memory that is used again for the next one, so that a file is checked without garbage. Only
/// <see cref="Build"/> allocates: one array for all bytes of the conversation, and the objects around it. Not thread-safe.
/// </summary>
internal sealed partial class ConversationBuilder
{
    private readonly List<MessageDraft> _messages = [];
    private readonly List<TurnDraft> _turns = [];
    private readonly List<long> _hashes = [];
    private byte[] _bytes = new byte[4096];
    private int _used;

    /// <summary>How many conversations the record holds; the first reading says it.</summary>
    public int Parts { get; set; }

    /// <summary>The conversation's name; empty where the dataset has none.</summary>
    public Piece Id { get; set; }

    /// <summary>What is put behind the name, such as the number of a spawned session.</summary>
    public string IdSuffix { get; set; } = "";

    public Piece Group { get; set; }

    public Piece Tools { get; set; }

    public long? StartNs { get; set; }

    public PromptContent Content { get; set; }

    /// <summary>Tokens that each of the record's block hashes stands for.</summary>
    public int BlockTokens { get; set; }

    public int TurnCount => _turns.Count;

    public void Reset()
    {
        _messages.Clear();
        _turns.Clear();
        _hashes.Clear();
        _used = 0;
        Parts = 1;
        Id = Group = Tools = default;
        IdSuffix = "";
        StartNs = null;
        Content = PromptContent.Messages;
        BlockTokens = 0;
        _firstOpen = 0;
        _asks = false;
    }

    /// <summary>Copies a JSON string, unescaped.</summary>
    /// <exception cref="InvalidOperationException">It holds half a surrogate pair, or bytes that are no UTF-8.</exception>
    public Piece AddString(ref Utf8JsonReader reader)
    {
        int most = reader.ValueSpan.Length;
        int written = reader.CopyString(Room(most));
        return Take(written);
    }

    /// <summary>Copies bytes as they are.</summary>
    public Piece AddBytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        return Take(bytes.Length);
    }

    public ReadOnlySpan<byte> Bytes(Piece piece) => _bytes.AsSpan(piece.Start, piece.Length);

    public void AddHash(long hash) => _hashes.Add(hash);

    public int HashCount => _hashes.Count;

    /// <summary>Drops the hashes from <paramref name="first"/> on.</summary>
    public void DropHashes(int first) => _hashes.RemoveRange(first, _hashes.Count - first);

    /// <summary>The hashes from <paramref name="first"/> on, to be changed.</summary>
    public Span<long> HashesFrom(int first) => CollectionsMarshal.AsSpan(_hashes)[first..];

    /// <summary>A turn of which lengths and hashes are known.</summary>
    public void AddBlockTurn(in TurnFacts facts, int firstHash)
    {
        _turns.Add(new TurnDraft(_messages.Count, 0, default, default, HasAnswer: false, facts, firstHash, _hashes.Count - firstHash));
    }

    /// <summary>Makes the conversation of what was added.</summary>
    public Conversation Build(string fallbackId, string lapSuffix, TimeScale time)
    {
        byte[] bytes = _bytes[.._used];
        long[] hashes = [.. _hashes];
        string id = Id.Length > 0 ? Encoding.UTF8.GetString(Bytes(Id)) : fallbackId;
        var turns = new ConversationTurn[_turns.Count];
        for (int i = 0; i < turns.Length; i++)
        {
            turns[i] = Turn(_turns[i], bytes, hashes, time);
        }

        return new Conversation
        {
            Id = id + IdSuffix + lapSuffix,
            Group = Group.Length > 0 ? Encoding.UTF8.GetString(Bytes(Group)) : null,
            Turns = turns,
            StartNs = StartNs is { } start ? time.Offset(start) : null,
            ToolsJson = Memory(bytes, Tools),
        };
    }

    private ConversationTurn Turn(in TurnDraft draft, byte[] bytes, long[] hashes, TimeScale time)
    {
        var messages = new ChatMessage[draft.MessageCount];
        int rawLength = 0;
        for (int i = 0; i < messages.Length; i++)
        {
            MessageDraft message = _messages[draft.FirstMessage + i];
            messages[i] = new ChatMessage(message.Role, Memory(bytes, message.Text));
            rawLength += message.Json.Length;
        }

        return new ConversationTurn
        {
            Messages = messages,
            MessagesJson = rawLength > 0 ? JoinedJson(draft) : default,
            RecordedAnswer = draft.HasAnswer ? new ChatMessage(ChatRole.Assistant, Memory(bytes, draft.Answer)) : null,
            RecordedAnswerJson = Memory(bytes, draft.AnswerJson),
            OutputTokens = draft.Facts.OutputTokens,
            InputTokens = draft.Facts.InputTokens,
            DelayNs = draft.Facts.DelayNs is { } delay ? time.Gap(delay) : null,
            OffsetNs = draft.Facts.OffsetNs is { } offset ? time.Offset(offset) : null,
            BlockHashes = hashes.AsMemory(draft.FirstHash, draft.HashCount),
            BlockTokens = draft.HashCount > 0 ? BlockTokens : 0,
        };
    }

    private byte[] JoinedJson(in TurnDraft draft)
    {
        ReadOnlySpan<MessageDraft> messages = CollectionsMarshal.AsSpan(_messages).Slice(draft.FirstMessage, draft.MessageCount);
        int length = messages.Length - 1;
        foreach (MessageDraft message in messages)
        {
            length += message.Json.Length;
        }

        byte[] json = new byte[length];
        int at = 0;
        foreach (MessageDraft message in messages)
        {
            if (at > 0)
            {
                json[at++] = (byte)',';
            }

            Bytes(message.Json).CopyTo(json.AsSpan(at));
            at += message.Json.Length;
        }

        return json;
    }

    private static ReadOnlyMemory<byte> Memory(byte[] bytes, Piece piece) => bytes.AsMemory(piece.Start, piece.Length);

    private Span<byte> Room(int length)
    {
        if (_bytes.Length - _used < length)
        {
            Array.Resize(ref _bytes, (int)Math.Clamp(2L * _bytes.Length, (long)_used + length, Array.MaxLength));
        }

        return _bytes.AsSpan(_used, length);
    }

    private Piece Take(int length)
    {
        var piece = new Piece(_used, length);
        _used += length;
        return piece;
    }

    private readonly record struct MessageDraft(ChatRole Role, Piece Text, Piece Json);

    private readonly record struct TurnDraft(
        int FirstMessage, int MessageCount, Piece Answer, Piece AnswerJson, bool HasAnswer, TurnFacts Facts, int FirstHash, int HashCount);
}

/// <summary>What a dataset says of a turn beside its text, as recorded.</summary>
internal struct TurnFacts
{
    public int? OutputTokens;
    public int? InputTokens;
    public long? DelayNs;
    public long? OffsetNs;
}
