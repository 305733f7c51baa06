using LoadGen.Inference.Json;

namespace LoadGen.Inference.Reading;

/// <summary>Reads <c>finish_reason</c>: a string, null, or SGLang's object such as <c>{"type":"length","length":128}</c>.</summary>
internal static class FinishReasonReader
{
    public static FinishReason Read(ref JsonScanner json)
    {
        const string Expected = "a string, an object or null as finish_reason";
        if (json.TryReadNull())
        {
            return FinishReason.None;
        }

        if (json.Peek() != '{')
        {
            return Parse(json.ReadString(Expected));
        }

        FinishReason reason = FinishReason.Other;
        json.EnterObject(Expected);
        while (json.NextName(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("type"u8))
            {
                reason = Parse(json.ReadString("a string as finish_reason.type"));
            }
            else
            {
                json.Skip();
            }
        }

        return reason;
    }

    private static FinishReason Parse(ReadOnlySpan<byte> raw)
    {
        if (raw.Contains((byte)'\\'))
        {
            raw = JsonText.Unescape(raw);
        }

        return raw switch
        {
            [] => FinishReason.None,
            _ when raw.SequenceEqual("length"u8) => FinishReason.Length,
            _ when raw.SequenceEqual("stop"u8) => FinishReason.Stop,
            _ when raw.SequenceEqual("tool_calls"u8) => FinishReason.ToolCalls,
            _ when raw.SequenceEqual("function_call"u8) => FinishReason.ToolCalls,
            _ when raw.SequenceEqual("content_filter"u8) => FinishReason.ContentFilter,
            _ => ParseEngineWord(raw),
        };
    }

    /// <summary>Words outside OpenAI's list: vLLM and SGLang abort, TensorRT-LLM is cancelled or times out, TGI names its stop.</summary>
    private static FinishReason ParseEngineWord(ReadOnlySpan<byte> word) => word switch
    {
        _ when word.SequenceEqual("abort"u8) => FinishReason.Abort,
        _ when word.SequenceEqual("error"u8) => FinishReason.Abort,
        _ when word.SequenceEqual("cancelled"u8) => FinishReason.Abort,
        _ when word.SequenceEqual("canceled"u8) => FinishReason.Abort,
        _ when word.SequenceEqual("timeout"u8) => FinishReason.Abort,
        _ when word.SequenceEqual("insufficient_system_resource"u8) => FinishReason.Abort,
        _ when word.SequenceEqual("eos_token"u8) => FinishReason.Stop,
        _ when word.SequenceEqual("stop_sequence"u8) => FinishReason.Stop,
        _ => FinishReason.Other,
    };
}
