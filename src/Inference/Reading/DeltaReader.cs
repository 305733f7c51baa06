using LoadGen.Inference.Json;

namespace LoadGen.Inference.Reading;

/// <summary>Reads a <c>delta</c> (streamed) or <c>message</c> (whole) object of a chat choice.</summary>
internal static class DeltaReader
{
    /// <summary>Reads the object, or null.</summary>
    public static Delta Read(scoped ref JsonScanner json, string expected)
    {
        Delta result = default;
        if (json.TryReadNull() || !json.EnterObject(expected))
        {
            return result;
        }

        int toolCalls = 0;
        int functionCall = 0;
        ReadOnlySpan<byte> reasoning = default;
        ReadOnlySpan<byte> reasoningContent = default;
        while (json.NextName(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("content"u8))
            {
                result.Content = Text(ref json, "a string or null as content");
            }
            else if (name.SequenceEqual("reasoning_content"u8))
            {
                reasoningContent = Text(ref json, "a string or null as reasoning_content");
            }
            else if (name.SequenceEqual("reasoning"u8))
            {
                reasoning = Text(ref json, "a string or null as reasoning");
            }
            else if (name.SequenceEqual("tool_calls"u8))
            {
                toolCalls = ReadToolCalls(ref json);
            }
            else if (name.SequenceEqual("function_call"u8))
            {
                functionCall = ReadFunction(ref json, "an object or null as function_call");
            }
            else if (name.SequenceEqual("refusal"u8))
            {
                result.RefusalBytes = LengthOfText(ref json, "a string or null as refusal");
            }
            else
            {
                json.Skip();
            }
        }

        // vLLM sends the same text under both names while it moves from one to the other: count it once.
        result.Reasoning = reasoning.Length > reasoningContent.Length ? reasoning : reasoningContent;
        result.ToolCallBytes = toolCalls + functionCall;
        return result;
    }

    /// <summary>Reads a string or null; the raw bytes, escapes not undone.</summary>
    public static ReadOnlySpan<byte> Text(scoped ref JsonScanner json, string expected) =>
        json.TryReadNull() ? default : json.ReadString(expected);

    /// <summary>Reads a string or null; its length as written.</summary>
    public static int LengthOfText(ref JsonScanner json, string expected) =>
        Text(ref json, expected).Length;

    /// <summary>
    /// The bytes of all names and arguments. TensorRT-LLM sends an empty array with every chunk and vLLM ends a call with empty
    /// arguments: neither is output.
    /// </summary>
    private static int ReadToolCalls(ref JsonScanner json)
    {
        int bytes = 0;
        if (json.TryReadNull() || !json.EnterArray("an array or null as tool_calls"))
        {
            return 0;
        }

        while (json.NextElement())
        {
            int call = 0;
            json.EnterObject("a tool call object");
            while (json.NextName(out ReadOnlySpan<byte> name))
            {
                // "custom" is OpenAI's free-form tool: a name and an input.
                if (name.SequenceEqual("function"u8) || name.SequenceEqual("custom"u8))
                {
                    call = ReadFunction(ref json, "an object or null as the function of a tool call");
                }
                else
                {
                    json.Skip();
                }
            }

            bytes += call;
        }

        return bytes;
    }

    private static int ReadFunction(ref JsonScanner json, string expected)
    {
        int nameBytes = 0;
        int argumentBytes = 0;
        if (json.TryReadNull() || !json.EnterObject(expected))
        {
            return 0;
        }

        while (json.NextName(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("name"u8))
            {
                nameBytes = LengthOfText(ref json, "a string or null as a function's name");
            }
            else if (name.SequenceEqual("arguments"u8) || name.SequenceEqual("input"u8))
            {
                argumentBytes = LengthOfText(ref json, "a string or null as a function's arguments");
            }
            else
            {
                json.Skip();
            }
        }

        return nameBytes + argumentBytes;
    }
}
