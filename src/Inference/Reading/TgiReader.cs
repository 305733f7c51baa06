using LoadGen.Inference.Json;

namespace LoadGen.Inference.Reading;

/// <summary>
/// Reads the replies of Text Generation Inference: events <c>{"index":1,"token":{"id","text","logprob","special"},"generated_text",
/// "details"}</c>, of which the last has the last two, and the whole answer <c>{"generated_text","details"}</c>.
/// </summary>
internal static class TgiReader
{
    /// <summary>Reads the data of one server-sent event.</summary>
    public static void ReadEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, ref StreamState state, ref StreamEvent result)
    {
        data = JsonText.Trim(data);
        if (EventErrors.IsError(type, data, ref result))
        {
            return;
        }

        ReadOnlySpan<byte> text = ReadDocument(data, isStreamed: true, ref result);
        state.Append(OutputKinds.Content, text);
    }

    /// <summary>Reads a whole response body, which must have a text or be an error.</summary>
    public static void ReadResponse(ReadOnlySpan<byte> body, ref StreamState state, ref StreamEvent result)
    {
        ReadOnlySpan<byte> text = ReadDocument(JsonText.Trim(body), isStreamed: false, ref result);
        EventErrors.Require(result.IsDone, "a response with generated_text", ref result);

        state.Append(OutputKinds.Content, text);
    }

    private static ReadOnlySpan<byte> ReadDocument(ReadOnlySpan<byte> data, bool isStreamed, ref StreamEvent result)
    {
        var json = new JsonScanner(data);
        TgiToken token = default;
        ReadOnlySpan<byte> whole = default;
        bool isLast = false;
        bool isError = false;
        json.EnterObject("a JSON object");
        while (json.NextName(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("token"u8))
            {
                token = TgiToken.Read(ref json);
            }
            else if (name.SequenceEqual("generated_text"u8))
            {
                isLast = json.Peek() == '"';
                whole = DeltaReader.Text(ref json, "a string or null as generated_text");
            }
            else if (name.SequenceEqual("details"u8))
            {
                ReadDetails(ref json, ref result);
            }
            else if (name.SequenceEqual("error"u8))
            {
                isError = EventErrors.SaysError(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        json.End();
        if (EventErrors.IsFault(json, isError, data, ref result))
        {
            return default;
        }

        // What a special token (the end of the sequence) is written as is no part of the answer.
        ReadOnlySpan<byte> text = !isStreamed ? whole : token.IsSpecial ? default : token.Text;
        result.IsDone = isLast;
        result.HasChoices = token.IsRead || isLast;
        result.Tokens = token.IsRead ? 1 : 0;
        result.Output = text.IsEmpty ? OutputKinds.None : OutputKinds.Content;
        result.OutputBytes = text.Length;
        return text;
    }

    private static void ReadDetails(ref JsonScanner json, ref StreamEvent result)
    {
        if (json.TryReadNull() || !json.EnterObject("an object or null as details"))
        {
            return;
        }

        int prompt = CountReader.NotStated;
        int generated = CountReader.NotStated;
        while (json.NextName(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("finish_reason"u8))
            {
                result.Finish = FinishReasonReader.Read(ref json);
            }
            else if (name.SequenceEqual("generated_tokens"u8))
            {
                generated = CountReader.Read(ref json);
            }
            else if (name.SequenceEqual("input_length"u8))
            {
                prompt = CountReader.Read(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        result.HasUsage = true;
        result.Usage = new TokenUsage(prompt, generated, CountReader.NotStated, CountReader.NotStated);
    }
}
