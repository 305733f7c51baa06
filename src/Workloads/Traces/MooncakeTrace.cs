using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using LoadGen.Workloads.Randomness;

namespace LoadGen.Workloads.Traces;

/// <summary>
/// Mooncake's open traces (https://github.com/kvcache-ai/Mooncake, FAST25-release/traces), one JSON object a line:
/// <code>
/// {"timestamp": MS, "input_length": TOKENS, "output_length": TOKENS, "hash_ids": [ID, …]}
/// </code>
/// timestamp: ms after the trace's start, ascending. hash_ids: one id for each block of 512 prompt tokens, the last block perhaps
/// partial; an id stands for its block and all before it, so equal ids mean an equal prefix.
/// </summary>
/// <remarks>
/// Taken as well: other keys (skipped), a session_id and within a session a delay in ms for the timestamp (both AIPerf's), no hash_ids
/// (nothing is shared), fewer ids than blocks (the rest of the prompt is the request's own), more ids than blocks (those past the prompt's
/// end mean nothing), fractions of a millisecond.
/// </remarks>
internal sealed class MooncakeTrace : TraceLineParser
{
    private const string Shape = "a line is {\"timestamp\": ms, \"input_length\": tokens, \"output_length\": tokens, \"hash_ids\": [ids]}";

    // 2^53 ns: 104 days, and exact as a double.
    private const decimal MaxTimestampMs = 9_007_199_254m;
    private const decimal NsPerMs = 1_000_000m;

    public override TraceFormat Format => TraceFormat.Mooncake;

    public override bool TryParse(ReadOnlySpan<byte> line, TraceRowsBuilder rows, [NotNullWhen(false)] out string? problem)
    {
        var fields = new Fields();
        var reader = new Utf8JsonReader(line);
        try
        {
            problem = ReadObject(ref reader, ref fields, rows) ?? fields.Problem(rows);
            // Past the object: throws when something follows it.
            if (problem is null && reader.Read())
            {
                problem = $"something follows the object; {Shape}";
            }
        }
        catch (JsonException error)
        {
            problem = $"not valid JSON at byte {error.BytePositionInLine + 1}: {Quote(line)}; {Shape}";
        }

        catch (InvalidOperationException)
        {
            // Grammar lets it pass; it shows only when the key is compared.
            problem = $"a key with half a surrogate pair: {Quote(line)}; {Shape}";
        }

        if (problem is not null)
        {
            rows.DropBlocks();
            return false;
        }

        long delayNs = fields.DelayMs is { } delay ? (long)(delay * NsPerMs) : -1;
        long timeNs = fields.TimestampMs is { } time ? (long)(time * NsPerMs) : fields.AfterNs + delayNs;
        rows.Add(timeNs, fields.InputTokens!.Value, fields.OutputTokens!.Value, fields.Session, delayNs);
        return true;
    }

    private static string? ReadObject(ref Utf8JsonReader reader, ref Fields fields, TraceRowsBuilder rows)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return $"a JSON value that is not an object; {Shape}";
        }

        string? problem = null;
        while (problem is null && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("timestamp"u8))
            {
                problem = ReadMilliseconds(ref reader, "timestamp", "from the trace's start", out fields.TimestampMs);
            }
            else if (reader.ValueTextEquals("delay"u8))
            {
                problem = ReadMilliseconds(ref reader, "delay", "after the session's answer before it", out fields.DelayMs);
            }
            else if (reader.ValueTextEquals("input_length"u8))
            {
                problem = ReadLength(ref reader, "input_length", out fields.InputTokens);
            }
            else if (reader.ValueTextEquals("output_length"u8))
            {
                problem = ReadLength(ref reader, "output_length", out fields.OutputTokens);
            }
            else if (reader.ValueTextEquals("hash_ids"u8))
            {
                problem = ReadBlocks(ref reader, rows);
            }
            else if (reader.ValueTextEquals("session_id"u8))
            {
                problem = ReadSession(ref reader, out fields.Session);
            }
            else
            {
                reader.Skip();
            }
        }

        return problem;
    }

    private static string? ReadMilliseconds(ref Utf8JsonReader reader, string key, string since, out decimal? milliseconds)
    {
        milliseconds = null;
        reader.Read();
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDecimal(out decimal value) || value is < 0 or > MaxTimestampMs)
        {
            return $"{key} is {Found(ref reader)}; it must be milliseconds {since}, 0 to {MaxTimestampMs}";
        }

        milliseconds = value;
        return null;
    }

    private static string? ReadLength(ref Utf8JsonReader reader, string key, out int? tokens)
    {
        tokens = null;
        reader.Read();
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out int value) || value is < 1 or > TokenLimits.MaxTokens)
        {
            return $"{key} is {Found(ref reader)}; it must be a whole number of tokens, 1 to {TokenLimits.MaxTokens}";
        }

        tokens = value;
        return null;
    }

    // AIPerf's addition: requests of one session have one name.
    private static string? ReadSession(ref Utf8JsonReader reader, out long session)
    {
        session = 0;
        reader.Read();
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number or JsonTokenType.Null))
        {
            return $"session_id is {Found(ref reader)}; it must be a string or a number";
        }

        session = reader.TokenType == JsonTokenType.Null ? 0 : (long)ByteHash.Of(reader.ValueSpan);
        return null;
    }

    private static string? ReadBlocks(ref Utf8JsonReader reader, TraceRowsBuilder rows)
    {
        // A key that comes twice counts once: the last one, as everywhere in JSON.
        rows.DropBlocks();
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return $"hash_ids is {Found(ref reader)}; it must be an array of block ids";
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long id))
            {
                return $"hash_ids holds {Found(ref reader)}; it must hold whole numbers of 64 bits";
            }

            rows.AddBlock(id);
        }

        return null;
    }

    private static string Found(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        _ => Quote(reader.ValueSpan),
    };

    private ref struct Fields
    {
        public decimal? TimestampMs;
        public int? InputTokens;
        public int? OutputTokens;
        public long Session;

        public decimal? DelayMs;

        /// <summary>The time of the session's request before, where the delay counts from it for want of a timestamp.</summary>
        public long AfterNs;

        public string? Problem(TraceRowsBuilder rows)
        {
            bool isTimed = TimestampMs is not null || (DelayMs is not null && Session != 0 && rows.TryGetLastTime(Session, out AfterNs));
            string? missing = !isTimed ? "timestamp" : InputTokens is null ? "input_length" : OutputTokens is null ? "output_length" : null;
            return missing is null ? null : $"{missing} is missing; {Shape}";
        }
    }
}
