using LoadGen.Inference.Handoffs.Bodies;

namespace LoadGen.Inference.Handoffs.Sglang;

/// <summary>Finds <c>meta_info.input_token_logprobs</c> in one result of <c>/generate</c>.</summary>
internal static class LogprobText
{
    /// <summary>The array, as written; empty where the result has none.</summary>
    /// <param name="result">One result.</param>
    /// <param name="at">Its offset in the result.</param>
    public static ReadOnlyMemory<byte> Find(JsonMembers result, out int at)
    {
        at = 0;
        int meta = result.IndexOf(HandoffFields.MetaInfo);
        if (meta < 0 || !JsonValue.IsObject(result.Value(meta).Span))
        {
            return default;
        }

        JsonMembers info = EngineReply.Read(result.Value(meta), "prefill or decode");
        int probabilities = info.IndexOf(HandoffFields.InputTokenLogprobs);
        if (probabilities < 0)
        {
            return default;
        }

        at = result[meta].ValueStart + info[probabilities].ValueStart;
        return info.Value(probabilities);
    }

    /// <summary>One array of the elements of two; <c>null</c> counts as none.</summary>
    public static ReadOnlyMemory<byte> Join(ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> second)
    {
        if (IsEmpty(first))
        {
            return second;
        }

        return IsEmpty(second) ? first : (byte[])[.. first.Span[..^1], (byte)',', .. second.Span[1..]];
    }

    /// <summary>It is no array, or one of no elements.</summary>
    public static bool IsEmpty(ReadOnlyMemory<byte> array) =>
        !JsonValue.IsArray(array.Span) || array.Span[1..^1].IndexOfAnyExcept(" \t\r\n"u8) < 0;
}
