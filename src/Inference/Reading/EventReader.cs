using LoadGen.Inference.Json;

namespace LoadGen.Inference.Reading;

/// <summary>
/// Reads the objects OpenAI's completions answer with: <c>text_completion</c>, <c>chat.completion</c> and <c>chat.completion.chunk</c>
/// (OpenAI API reference, "Completions" and "Chat"). They differ only inside a choice, and there in names that do not collide, so one
/// reader serves both; where <c>text</c> and <c>delta.content</c> come together they say the same.
/// Fields may come in any order; of a repeated field the last one counts; unknown ones are passed over.
/// </summary>
internal static class EventReader
{
    /// <summary>Reads the data of one server-sent event.</summary>
    public static void ReadEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, ref StreamState state, ref StreamEvent result)
    {
        data = JsonText.Trim(data);
        if (EventErrors.IsError(type, data, ref result))
        {
            return;
        }

        if (data.SequenceEqual(EventErrors.Done))
        {
            result.IsDone = true;
            return;
        }

        ReadDocument(data, ref state, ref result);
    }

    /// <summary>Reads a whole response body, which must have choices or be an error.</summary>
    public static void ReadResponse(ReadOnlySpan<byte> body, ref StreamState state, ref StreamEvent result)
    {
        ReadDocument(JsonText.Trim(body), ref state, ref result);
        EventErrors.Require(result.HasChoices, "a response with choices", ref result);
    }

    private static void ReadDocument(ReadOnlySpan<byte> data, ref StreamState state, ref StreamEvent result)
    {
        var json = new JsonScanner(data);
        bool isError = false;
        bool hasErrorType = false;
        json.EnterObject("a JSON object");
        while (json.NextName(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("choices"u8))
            {
                ChoiceReader.ReadAll(ref json, ref state, ref result);
            }
            else if (name.SequenceEqual("usage"u8))
            {
                result.HasUsage = UsageReader.TryRead(ref json, out TokenUsage usage);
                result.Usage = usage;
            }
            else if (name.SequenceEqual("error"u8))
            {
                isError = EventErrors.SaysError(ref json);
            }
            else if (name.SequenceEqual("object"u8) || name.SequenceEqual("type"u8))
            {
                hasErrorType |= EventErrors.IsErrorName(ref json);
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
        else if (result.HasUsage)
        {
            // What a chunk's usage has grown by is what the chunk carries; usage in an event of its own carries nothing.
            int tokens = state.TokensSince(result.Usage.CompletionTokens);
            result.Tokens = tokens > 0 && result.HasChoices ? tokens : result.Tokens;
        }
    }
}
