using System.Text.Json;
using LoadGen.Inference;
using LoadGen.Workloads.Datasets.Reading;

namespace LoadGen.Workloads.Datasets.Formats;

/// <summary>
/// The fields of a turn that stands for itself: its text or messages, the recorded answer, lengths, times and block hashes. Messages go
/// into the builder as they are met; a text waits for <see cref="End"/>, as its role and the system's text may stand behind it.
/// </summary>
internal struct TurnReader
{
    public TurnFacts Facts;
    private Piece _text;
    private Piece _system;
    private Piece _answer;
    private Piece _answerJson;
    private ChatRole? _role;
    private bool _hasSystem;
    private bool _hasAnswer;

    public bool HasText { get; private set; }

    public bool HasMessages { get; private set; }

    /// <summary>Whether the turn says who speaks.</summary>
    public readonly ChatRole? Role => _role;

    /// <summary>Reads the field whose name the reader stands on; fields unknown are skipped.</summary>
    public string? ReadField(ref Utf8JsonReader reader, ReadOnlySpan<byte> record, ConversationBuilder into)
    {
        if (JsonFields.Key(ref reader, "prompt", "text") is { } textKey)
        {
            HasText = true;
            return JsonFields.Text(ref reader, textKey, into, out _text);
        }

        if (reader.ValueTextEquals("messages"u8))
        {
            HasMessages = true;
            return MessageReader.OpenAi.ReadList(ref reader, "messages", record, into, marksTurns: true);
        }

        if (reader.ValueTextEquals("system"u8))
        {
            _hasSystem = true;
            return JsonFields.Text(ref reader, "system", into, out _system);
        }

        if (reader.ValueTextEquals("role"u8))
        {
            return JsonFields.Role(ref reader, "role", ref _role);
        }

        if (reader.ValueTextEquals("answer"u8) || reader.ValueTextEquals("response"u8))
        {
            return ReadAnswer(ref reader, record, into);
        }

        if (LengthKeys.Output(ref reader) is { } outputKey)
        {
            return JsonFields.Tokens(ref reader, outputKey, ref Facts.OutputTokens);
        }

        if (LengthKeys.Input(ref reader) is { } inputKey)
        {
            return JsonFields.Tokens(ref reader, inputKey, ref Facts.InputTokens);
        }

        if (JsonFields.Key(ref reader, "delay", "delay_ms") is { } delayKey)
        {
            return JsonFields.Milliseconds(ref reader, delayKey, ref Facts.DelayNs);
        }

        if (JsonFields.Key(ref reader, "timestamp", "timestamp_ms") is { } timeKey)
        {
            return JsonFields.Milliseconds(ref reader, timeKey, ref Facts.OffsetNs);
        }

        if (reader.ValueTextEquals("texts"u8) || reader.ValueTextEquals("image"u8) || reader.ValueTextEquals("images"u8) || reader.ValueTextEquals("audio"u8))
        {
            return $"{reader.GetString()} cannot be sent; a turn has one text, or messages with parts";
        }

        reader.Read();
        reader.Skip();
        return null;
    }

    /// <summary>What is wrong with the text; null when there is one text, or messages.</summary>
    public readonly string? TextProblem() => (HasText, HasMessages, _hasSystem) switch
    {
        (true, true, _) => "both a text and messages; one of the two must be there",
        (false, true, true) => "system beside messages; put it into the messages",
        (false, false, _) => "prompt is missing",
        _ => null,
    };

    /// <summary>Makes the turn.</summary>
    public readonly void End(ConversationBuilder into)
    {
        AddTexts(into);
        into.EndTurn(_answer, _answerJson, _hasAnswer, Facts);
    }

    /// <summary>Makes the turn, or leaves it open for the next one where nothing in it calls for an answer.</summary>
    public readonly void EndOrKeepOpen(ConversationBuilder into)
    {
        AddTexts(into);
        if (into.OpenTurnAsks || _hasAnswer)
        {
            into.EndTurn(_answer, _answerJson, _hasAnswer, Facts);
        }
    }

    private readonly void AddTexts(ConversationBuilder into)
    {
        if (_hasSystem)
        {
            into.AddTurnMessage(ChatRole.System, _system, default);
        }

        if (HasText)
        {
            into.AddTurnMessage(_role ?? ChatRole.User, _text, default);
        }
    }

    // A text, or a message with tool calls.
    private string? ReadAnswer(ref Utf8JsonReader reader, ReadOnlySpan<byte> record, ConversationBuilder into)
    {
        reader.Read();
        _hasAnswer = reader.TokenType != JsonTokenType.Null;
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String:
                _answer = into.AddString(ref reader);
                return null;
            case JsonTokenType.StartObject:
                return MessageReader.OpenAi.Read(ref reader, record, into, out _, out _answer, out _answerJson);
            default:
                return $"answer is {JsonFields.Found(ref reader)}; it must be a text or an assistant's message";
        }
    }
}
