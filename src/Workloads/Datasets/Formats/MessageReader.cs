using System.Text.Json;
using LoadGen.Inference;
using LoadGen.Workloads.Datasets.Reading;

namespace LoadGen.Workloads.Datasets.Formats;

/// <summary>
/// One message of a list: who speaks, and what. Of content in parts the text parts are the text; images and tool calls stand in the
/// message's JSON only, which is kept where asked for.
/// </summary>
internal readonly struct MessageReader(string roleKey, string textKey, bool keepJson)
{
    /// <summary>As OpenAI has them, kept as they are.</summary>
    public static MessageReader OpenAi { get; } = new("role", "content", keepJson: true);

    /// <summary>Reads an array of messages into turns; the reader stands before the array.</summary>
    public string? ReadList(ref Utf8JsonReader reader, string key, ReadOnlySpan<byte> record, ConversationBuilder into, bool marksTurns = false)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return $"{key} is {JsonFields.Found(ref reader)}; it must be an array of messages";
        }

        for (int number = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; number++)
        {
            string? problem = Read(ref reader, record, into, out ChatRole role, out Piece text, out Piece json);
            if (problem is not null)
            {
                return $"{key}[{number}]: {problem}";
            }

            if (marksTurns)
            {
                into.AddTurnMessage(role, text, json);
            }
            else
            {
                into.AddMessage(role, text, json);
            }
        }

        return null;
    }

    /// <summary>Reads one message; the reader stands on it.</summary>
    public string? Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> record, ConversationBuilder into, out ChatRole role, out Piece text, out Piece json)
    {
        role = default;
        text = json = default;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return $"a message is {JsonFields.Found(ref reader)}; it must be {{\"{roleKey}\", \"{textKey}\"}}";
        }

        int start = (int)reader.TokenStartIndex;
        ChatRole? who = null;
        bool hasText = false;
        bool hasCalls = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string? problem = null;
            if (reader.ValueTextEquals(roleKey))
            {
                problem = JsonFields.Role(ref reader, roleKey, ref who);
            }
            else if (reader.ValueTextEquals(textKey))
            {
                problem = ReadContent(ref reader, into, out text);
                hasText = problem is null;
            }
            else
            {
                hasCalls |= reader.ValueTextEquals("tool_calls"u8) || reader.ValueTextEquals("function_call"u8);
                reader.Read();
                reader.Skip();
            }

            if (problem is not null)
            {
                return problem;
            }
        }

        if (who is null || !(hasText || hasCalls))
        {
            return $"{(who is null ? roleKey : textKey)} is missing; a message is {{\"{roleKey}\", \"{textKey}\"}}";
        }

        role = who.Value;
        json = keepJson ? into.AddBytes(record[start..(int)reader.BytesConsumed]) : default;
        return null;
    }

    private string? ReadContent(ref Utf8JsonReader reader, ConversationBuilder into, out Piece text)
    {
        text = default;
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String:
                text = into.AddString(ref reader);
                return null;
            case JsonTokenType.StartArray:
                return ReadParts(ref reader, into, out text);
            default:
                return $"{textKey} is {JsonFields.Found(ref reader)}; it must be a string or an array of parts";
        }
    }

    private string? ReadParts(ref Utf8JsonReader reader, ConversationBuilder into, out Piece text)
    {
        // Pieces that follow each other are one.
        text = into.AddBytes([]);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                text = text with { Length = text.Length + into.AddString(ref reader).Length };
                continue;
            }

            if (reader.TokenType != JsonTokenType.StartObject)
            {
                return $"{textKey} holds {JsonFields.Found(ref reader)}; a part is an object such as {{\"type\": \"text\", \"text\": …}}";
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isText = reader.ValueTextEquals("text"u8);
                reader.Read();
                if (isText && reader.TokenType == JsonTokenType.String)
                {
                    text = text with { Length = text.Length + into.AddString(ref reader).Length };
                }
                else
                {
                    reader.Skip();
                }
            }
        }

        return null;
    }
}
