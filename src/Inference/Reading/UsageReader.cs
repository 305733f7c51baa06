using LoadGen.Inference.Json;

namespace LoadGen.Inference.Reading;

/// <summary>
/// Reads an OpenAI <c>usage</c> object: the names of the completions, and those of the Responses, which do not collide. Counts that are
/// absent or null come back as −1.
/// </summary>
internal static class UsageReader
{
    /// <summary>Reads the object. False when it is null, as vLLM and OpenAI send on every chunk but the last.</summary>
    public static bool TryRead(ref JsonScanner json, out TokenUsage usage)
    {
        usage = default;
        if (json.TryReadNull() || !json.EnterObject("an object or null as usage"))
        {
            return false;
        }

        int prompt = CountReader.NotStated;
        int completion = CountReader.NotStated;
        int cached = CountReader.NotStated;
        int reasoning = CountReader.NotStated;
        int reasoningFlat = CountReader.NotStated;
        while (json.NextName(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("prompt_tokens"u8) || name.SequenceEqual("input_tokens"u8))
            {
                prompt = CountReader.Read(ref json);
            }
            else if (name.SequenceEqual("completion_tokens"u8) || name.SequenceEqual("output_tokens"u8))
            {
                completion = CountReader.Read(ref json);
            }
            else if (name.SequenceEqual("prompt_tokens_details"u8) || name.SequenceEqual("input_tokens_details"u8))
            {
                cached = CountReader.ReadDetail(ref json, "cached_tokens"u8);
            }
            else if (name.SequenceEqual("completion_tokens_details"u8) || name.SequenceEqual("output_tokens_details"u8))
            {
                reasoning = CountReader.ReadDetail(ref json, "reasoning_tokens"u8);
            }
            else if (name.SequenceEqual("reasoning_tokens"u8))
            {
                // SGLang's place for it.
                reasoningFlat = CountReader.Read(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        usage = new TokenUsage(prompt, completion, cached, reasoning == CountReader.NotStated ? reasoningFlat : reasoning);
        return true;
    }
}
