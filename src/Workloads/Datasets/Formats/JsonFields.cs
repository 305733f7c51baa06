using System.Text.Json;
using LoadGen.Inference;
using LoadGen.Workloads.Datasets.Reading;
using LoadGen.Workloads.Traces;

namespace LoadGen.Workloads.Datasets.Formats;

/// <summary>Values of records, each read with the message for one that is not as it should be. All read the value after a key.</summary>
internal static class JsonFields
{
    // 2^53 ns: 104 days, and exact as a double.
    private const double MaxMs = 9_007_199_254;

    /// <summary>What stands there, for a message.</summary>
    public static string Found(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        _ => TraceLineParser.Quote(reader.ValueSpan),
    };

    /// <summary>Which of these names the key is; null for none. Unlike the reader's own string it costs nothing.</summary>
    public static string? Key(ref Utf8JsonReader reader, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (reader.ValueTextEquals(name))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>A number of tokens, at least <paramref name="min"/>; null stays null.</summary>
    public static string? Tokens(ref Utf8JsonReader reader, string key, ref int? tokens, int min = 1)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        // Tables that once had holes hold whole numbers as 42.0.
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDouble(out double value) || value != Math.Floor(value)
            || value < min || value > TokenLimits.MaxTokens)
        {
            return $"{key} is {Found(ref reader)}; it must be a whole number of tokens, {min} to {TokenLimits.MaxTokens}";
        }

        tokens = (int)value;
        return null;
    }

    /// <summary>A time in ms; null stays null.</summary>
    public static string? Milliseconds(ref Utf8JsonReader reader, string key, ref long? ns) => Time(ref reader, key, "milliseconds", 1, ref ns);

    /// <summary>A time in seconds; null stays null.</summary>
    public static string? Seconds(ref Utf8JsonReader reader, string key, ref long? ns) => Time(ref reader, key, "seconds", 1000, ref ns);

    /// <summary>A name: a string or a number; null is none.</summary>
    public static string? Name(ref Utf8JsonReader reader, string key, ConversationBuilder into, ref Piece name)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
        {
            return $"{key} is {Found(ref reader)}; it must be a string or a number";
        }

        name = reader.TokenType == JsonTokenType.String ? into.AddString(ref reader) : into.AddBytes(reader.ValueSpan);
        return null;
    }

    /// <summary>A text.</summary>
    public static string? Text(ref Utf8JsonReader reader, string key, ConversationBuilder into, out Piece text)
    {
        text = default;
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            return $"{key} is {Found(ref reader)}; it must be a string";
        }

        text = into.AddString(ref reader);
        return null;
    }

    /// <summary>Block hashes: whole numbers of 64 bits.</summary>
    public static string? Hashes(ref Utf8JsonReader reader, string key, ConversationBuilder into)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return $"{key} is {Found(ref reader)}; it must be an array of block ids";
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number)
            {
                return $"{key} holds {Found(ref reader)}; it must hold whole numbers of 64 bits";
            }

            if (reader.TryGetInt64(out long id))
            {
                into.AddHash(id);
            }
            else if (reader.TryGetUInt64(out ulong large))
            {
                into.AddHash(unchecked((long)large));
            }
            else
            {
                return $"{key} holds {Found(ref reader)}; it must hold whole numbers of 64 bits";
            }
        }

        return null;
    }

    /// <summary>A JSON value as it stands in the record.</summary>
    public static Piece Raw(ref Utf8JsonReader reader, ReadOnlySpan<byte> record, ConversationBuilder into)
    {
        reader.Read();
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        return into.AddBytes(record[start..(int)reader.BytesConsumed]);
    }

    /// <summary>Who speaks, by all the names that datasets have for them.</summary>
    public static string? Role(ref Utf8JsonReader reader, string key, ref ChatRole? role)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            return $"{key} is {Found(ref reader)}; it must be a string";
        }

        role = IsOneOf(ref reader, "user"u8, "human"u8) ? ChatRole.User
            : IsOneOf(ref reader, "assistant"u8, "gpt"u8) || IsOneOf(ref reader, "chatgpt"u8, "model"u8)
                || IsOneOf(ref reader, "bing"u8, "bard"u8) || reader.ValueTextEquals("function_call"u8) ? ChatRole.Assistant
            : IsOneOf(ref reader, "system"u8, "developer"u8) ? ChatRole.System
            : IsOneOf(ref reader, "tool"u8, "function"u8) || reader.ValueTextEquals("observation"u8) ? ChatRole.Tool
            : null;
        return role is null ? $"{key} is {Found(ref reader)}; it must be system, user, assistant or tool, or ShareGPT's human or gpt" : null;
    }

    private static bool IsOneOf(ref Utf8JsonReader reader, ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) =>
        reader.ValueTextEquals(one) || reader.ValueTextEquals(other);

    private static string? Time(ref Utf8JsonReader reader, string key, string unit, double msPerUnit, ref long? ns)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDouble(out double value) || !(value >= 0) || value * msPerUnit > MaxMs)
        {
            return $"{key} is {Found(ref reader)}; it must be {unit}, 0 to {MaxMs / msPerUnit:0}";
        }

        ns = TimeScale.FromMs(value * msPerUnit);
        return null;
    }
}
