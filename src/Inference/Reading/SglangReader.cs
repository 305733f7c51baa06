using LoadGen.Inference.Json;

namespace LoadGen.Inference.Reading;

/// <summary>
/// Reads the replies of SGLang's <c>/generate</c>: <c>{"text":…,"output_ids":[…],"meta_info":{…}}</c>. The text and the ids of each event
/// are all so far, or, of a server with incremental output, only the new ones; the counts in <c>meta_info</c> are always all so far. Where
/// there are as many ids as the counts say, they are all.
/// </summary>
internal static class SglangReader
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
        }
        else
        {
            ReadDocument(data, ref state, ref result);
        }
    }

    /// <summary>Reads a whole response body, which must have counts or be an error.</summary>
    public static void ReadResponse(ReadOnlySpan<byte> body, ref StreamState state, ref StreamEvent result)
    {
        ReadDocument(JsonText.Trim(body), ref state, ref result);
        EventErrors.Require(result.HasUsage, "a response with meta_info", ref result);
    }

    private static void ReadDocument(ReadOnlySpan<byte> data, ref StreamState state, ref StreamEvent result)
    {
        var json = new JsonScanner(data);
        ReadOnlySpan<byte> text = default;
        SglangMeta meta = default;
        bool isError = false;
        bool isOther = false;
        int ids = -1;
        json.EnterObject("a JSON object");
        while (json.NextName(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("text"u8))
            {
                text = DeltaReader.Text(ref json, "a string or null as text");
            }
            else if (name.SequenceEqual("output_ids"u8))
            {
                ids = TokenLists.CountIds(ref json);
            }
            else if (name.SequenceEqual("meta_info"u8))
            {
                meta = SglangMeta.Read(ref json);
            }
            else if (name.SequenceEqual("index"u8))
            {
                isOther = CountReader.Read(ref json) > 0;
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
            return;
        }

        if (isOther)
        {
            // One text so far is kept for a stream: with a second choice what is new could not be told.
            result.Malformed = "expected one choice, found several (sampling_params.n)";
        }
        else
        {
            Tell(text, ids, meta, ref state, ref result);
        }
    }

    private static void Tell(ReadOnlySpan<byte> text, int ids, in SglangMeta meta, ref StreamState state, ref StreamEvent result)
    {
        int tokens = state.TokensSince(meta.Usage.CompletionTokens);

        // The first event cannot show which way its server goes: there, all and new are the same.
        bool canTell = ids >= 0 && meta.Usage.CompletionTokens > tokens;
        TextMode mode = !canTell ? TextMode.Unknown : ids == meta.Usage.CompletionTokens ? TextMode.SoFar : TextMode.Added;
        ReadOnlySpan<byte> added = state.Added(text, mode);
        result.HasChoices = meta.IsRead;
        result.Output = added.IsEmpty ? OutputKinds.None : OutputKinds.Content;
        result.OutputBytes = added.Length;
        result.Tokens = tokens;
        result.Finish = meta.Finish;
        result.HasUsage = meta.IsRead;
        result.Usage = meta.Usage;
        state.Append(OutputKinds.Content, added);
    }
}
