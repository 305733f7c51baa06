using System.Text.Json;

namespace LoadGen.Routing.Pairs;

/// <summary>Token counts as an engine states them; −1 where it does not.</summary>
/// <param name="Prompt">Prompt tokens.</param>
/// <param name="Cached">Prompt tokens that were in its cache.</param>
/// <param name="Completion">Generated tokens.</param>
internal readonly record struct UsageCounts(long Prompt, long Cached, long Completion)
{
    /// <summary>Nothing stated.</summary>
    public static UsageCounts None { get; } = new(-1, -1, -1);

    public bool IsNone => Prompt < 0 && Completion < 0;

    /// <summary>Finds the counts in an event or a reply: OpenAI's <c>usage</c>, or SGLang's <c>meta_info</c> at a finish. None where there are none.</summary>
    /// <remarks>An ordinary token's event costs one vectorised search. Text that is no JSON has no counts: judging it is the client's matter.</remarks>
    public static UsageCounts Find(ReadOnlySpan<byte> json)
    {
        int at = json.IndexOf("\"usage\""u8);
        if (at >= 0 && !IsNull(json[(at + "\"usage\""u8.Length)..]))
        {
            return Read(json, "usage"u8);
        }

        return json.IndexOf("\"meta_info\""u8) >= 0 && json.IndexOf("\"finish_reason\":{"u8) >= 0 ? Read(json, "meta_info"u8) : None;
    }

    // vLLM and OpenAI send "usage":null on every chunk but the last.
    private static bool IsNull(ReadOnlySpan<byte> after) => after.TrimStart(": "u8).StartsWith("null"u8);

    private static UsageCounts Read(ReadOnlySpan<byte> json, ReadOnlySpan<byte> holder)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(holder) && reader.CurrentDepth == 1)
                {
                    reader.Read();
                    return reader.TokenType == JsonTokenType.StartObject ? ReadCounts(ref reader) : None;
                }
            }
        }
        catch (JsonException)
        {
            // Not ours to judge; see the remarks.
        }

        return None;
    }

    private static UsageCounts ReadCounts(ref Utf8JsonReader reader)
    {
        int depth = reader.CurrentDepth;
        (long prompt, long cached, long completion) = (-1L, -1L, -1L);
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            ref long count = ref prompt;
            if (reader.ValueTextEquals("completion_tokens"u8))
            {
                count = ref completion;
            }
            else if (reader.ValueTextEquals("cached_tokens"u8))
            {
                count = ref cached;
            }
            else if (!reader.ValueTextEquals("prompt_tokens"u8))
            {
                continue;
            }

            reader.Read();
            count = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long value) ? value : count;
        }

        return new UsageCounts(prompt, cached, completion);
    }
}
