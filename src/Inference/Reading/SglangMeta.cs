using LoadGen.Inference.Json;

namespace LoadGen.Inference.Reading;

/// <summary>What SGLang's <c>meta_info</c> says of the whole answer so far.</summary>
internal readonly record struct SglangMeta(bool IsRead, FinishReason Finish, TokenUsage Usage)
{
    public static SglangMeta Read(ref JsonScanner json)
    {
        FinishReason finish = FinishReason.None;
        int prompt = CountReader.NotStated;
        int completion = CountReader.NotStated;
        int cached = CountReader.NotStated;
        int reasoning = CountReader.NotStated;
        json.EnterObject("an object as meta_info");
        while (json.NextName(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("finish_reason"u8))
            {
                finish = FinishReasonReader.Read(ref json);
            }
            else if (name.SequenceEqual("prompt_tokens"u8))
            {
                prompt = CountReader.Read(ref json);
            }
            else if (name.SequenceEqual("completion_tokens"u8))
            {
                completion = CountReader.Read(ref json);
            }
            else if (name.SequenceEqual("cached_tokens"u8))
            {
                cached = CountReader.Read(ref json);
            }
            else if (name.SequenceEqual("reasoning_tokens"u8))
            {
                reasoning = CountReader.Read(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        return new SglangMeta(true, finish, new TokenUsage(prompt, completion, cached, reasoning));
    }
}
