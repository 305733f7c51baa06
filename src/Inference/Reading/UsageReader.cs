using System.Buffers.Text;
using LoadGen.Inference.Json;

namespace LoadGen.Inference.Reading;

/// <summary>Reads a <c>usage</c> object. Counts that are absent or null come back as −1.</summary>
internal static class UsageReader
{
    private const int NotStated = -1;

    /// <summary>Reads the object. False when it is null, as vLLM and OpenAI send on every chunk but the last.</summary>
    public static bool TryRead(ref JsonScanner json, out TokenUsage usage)
    {
        usage = default;
        if (json.TryReadNull() || !json.EnterObject("an object or null as usage"))
        {
            return false;
        }

        int prompt = NotStated;
        int completion = NotStated;
        int cached = NotStated;
        int reasoning = NotStated;
        int reasoningFlat = NotStated;
        while (json.NextName(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("prompt_tokens"u8))
            {
                prompt = ReadCount(ref json);
            }
            else if (name.SequenceEqual("completion_tokens"u8))
            {
                completion = ReadCount(ref json);
            }
            else if (name.SequenceEqual("prompt_tokens_details"u8))
            {
                cached = ReadDetail(ref json, "cached_tokens"u8);
            }
            else if (name.SequenceEqual("completion_tokens_details"u8))
            {
                reasoning = ReadDetail(ref json, "reasoning_tokens"u8);
            }
            else if (name.SequenceEqual("reasoning_tokens"u8))
            {
                // SGLang's place for it.
                reasoningFlat = ReadCount(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        usage = new TokenUsage(prompt, completion, cached, reasoning == NotStated ? reasoningFlat : reasoning);
        return true;
    }

    private static int ReadDetail(ref JsonScanner json, ReadOnlySpan<byte> wanted)
    {
        int count = NotStated;
        if (json.TryReadNull() || !json.EnterObject("an object or null as token details"))
        {
            return count;
        }

        while (json.NextName(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual(wanted))
            {
                count = ReadCount(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        return count;
    }

    private static int ReadCount(ref JsonScanner json)
    {
        const string Expected = "a token count (a whole number from 0 to 2147483647, or null)";
        if (json.TryReadNull())
        {
            return NotStated;
        }

        json.Peek();
        JsonScanner before = json;
        ReadOnlySpan<byte> number = json.ReadNumber(Expected);
        if (Utf8Parser.TryParse(number, out int count, out int used) && used == number.Length && count >= 0)
        {
            return count;
        }

        // 12.0 and 1e2 are whole numbers too: gateways that hold every number as a double write them so.
        if (Utf8Parser.TryParse(number, out double real, out used) && used == number.Length && real is >= 0 and <= int.MaxValue && real == Math.Truncate(real))
        {
            return (int)real;
        }

        if (!json.Failed)
        {
            // A fraction or too large: report where the number starts, not where it ends.
            json = before;
            json.Fail(Expected);
        }

        return NotStated;
    }
}
