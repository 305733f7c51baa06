using LoadGen.Inference.Json;

namespace LoadGen.Inference.Reading;

/// <summary>
/// Reads the objects both APIs answer with: <c>text_completion</c>, <c>chat.completion</c> and <c>chat.completion.chunk</c>
/// (OpenAI API reference, "Completions" and "Chat"). They differ only inside a choice, and there in names that do not collide, so one
/// reader serves both; where <c>text</c> and <c>delta.content</c> come together they say the same.
/// Fields may come in any order; of a repeated field the last one counts; unknown ones are passed over.
/// </summary>
internal static class EventReader
{
    /// <summary>Reads the data of one server-sent event.</summary>
    public static void ReadEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, ref StreamEvent result)
    {
        data = JsonText.Trim(data);
        if (type.SequenceEqual("error"u8))
        {
            result.Error = ErrorReader.Read(0, data);
            return;
        }

        if (data.SequenceEqual("[DONE]"u8))
        {
            result.IsDone = true;
            return;
        }

        ReadDocument(data, ref result);
    }

    /// <summary>Reads a whole response body, which must have choices or be an error.</summary>
    public static void ReadResponse(ReadOnlySpan<byte> body, ref StreamEvent result)
    {
        ReadDocument(JsonText.Trim(body), ref result);
        if (result is { HasChoices: false, Error: null, Malformed: null })
        {
            result = default;
            result.Malformed = "expected a response with choices, found an object without";
        }
    }

    private static void ReadDocument(ReadOnlySpan<byte> data, ref StreamEvent result)
    {
        var json = new JsonScanner(data);
        bool isError = false;
        bool hasErrorType = false;
        json.EnterObject("a JSON object");
        while (json.NextName(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("choices"u8))
            {
                ChoiceReader.ReadAll(ref json, ref result);
            }
            else if (name.SequenceEqual("usage"u8))
            {
                result.HasUsage = UsageReader.TryRead(ref json, out TokenUsage usage);
                result.Usage = usage;
            }
            else if (name.SequenceEqual("error"u8))
            {
                isError = SaysError(ref json);
            }
            else if (name.SequenceEqual("object"u8) || name.SequenceEqual("type"u8))
            {
                hasErrorType |= IsErrorName(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        json.End();
        if (json.Failed)
        {
            result = default;
            result.Malformed = json.Fault;
        }
        else if (isError || (hasErrorType && !result.HasChoices))
        {
            result.Error = ErrorReader.Read(0, data);
        }
    }

    /// <summary>An <c>error</c> field means an error unless it is null, false or an empty string, as some servers send beside good data.</summary>
    private static bool SaysError(ref JsonScanner json)
    {
        switch (json.Peek())
        {
            case (byte)'"':
                return !json.ReadString("a string").IsEmpty;
            case (byte)'n' or (byte)'f':
                json.Skip();
                return false;
            default:
                json.Skip();
                return true;
        }
    }

    /// <summary>vLLM says <c>"object":"error"</c> on its older error bodies; gateways say <c>"type":"error"</c>.</summary>
    private static bool IsErrorName(ref JsonScanner json)
    {
        if (json.Peek() == '"')
        {
            return json.ReadString("a string").SequenceEqual("error"u8);
        }

        json.Skip();
        return false;
    }
}
