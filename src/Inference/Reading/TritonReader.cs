using LoadGen.Inference.Json;

namespace LoadGen.Inference.Reading;

/// <summary>
/// Reads the replies of Triton's generate extension: <c>{"model_name":…,"model_version":…,"text_output":…}</c> beside the model's other
/// outputs, streamed or whole, or <c>{"error":…}</c>. Nothing marks the end of a stream. Of other outputs those that models of the vLLM
/// backend give when asked are read: <c>finish_reason</c>, <c>num_input_tokens</c>, and <c>num_output_tokens</c>, which counts an event's own.
/// </summary>
internal static class TritonReader
{
    /// <summary>Reads the data of one server-sent event.</summary>
    public static void ReadEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, TextMode mode, ref StreamState state, ref StreamEvent result)
    {
        data = JsonText.Trim(data);
        if (!EventErrors.IsError(type, data, ref result))
        {
            ReadDocument(data, mode, ref state, ref result);
        }
    }

    /// <summary>Reads a whole response body, which must have an output or be an error.</summary>
    public static void ReadResponse(ReadOnlySpan<byte> body, ref StreamState state, ref StreamEvent result)
    {
        ReadDocument(JsonText.Trim(body), TextMode.Added, ref state, ref result);
        EventErrors.Require(result.HasChoices, "a response with text_output", ref result);
    }

    private static void ReadDocument(ReadOnlySpan<byte> data, TextMode mode, ref StreamState state, ref StreamEvent result)
    {
        var json = new JsonScanner(data);
        ReadOnlySpan<byte> text = default;
        bool isError = false;
        int input = CountReader.NotStated;
        int output = CountReader.NotStated;
        json.EnterObject("a JSON object");
        while (json.NextName(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("text_output"u8))
            {
                result.HasChoices = true;
                text = ReadText(ref json);
            }
            else if (name.SequenceEqual("finish_reason"u8))
            {
                result.Finish = FinishReasonReader.Read(ref json);
            }
            else if (name.SequenceEqual("num_input_tokens"u8))
            {
                input = CountReader.Read(ref json);
            }
            else if (name.SequenceEqual("num_output_tokens"u8))
            {
                output = CountReader.Read(ref json);
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

        TellCounts(input, output, ref state, ref result);
        ReadOnlySpan<byte> added = state.Added(text, mode);
        result.Output = added.IsEmpty ? OutputKinds.None : OutputKinds.Content;
        result.OutputBytes = added.Length;
        state.Append(OutputKinds.Content, added);
    }

    // Each event counts its own tokens; their sum is the usage.
    private static void TellCounts(int input, int output, ref StreamState state, ref StreamEvent result)
    {
        if (input < 0 && output < 0)
        {
            return;
        }

        int before = state.Stated?.Output ?? 0;
        int sum = output < 0 ? before : before + output;
        state.Stated = new StatedCounts(input, sum, CountReader.NotStated, CountReader.NotStated, CountReader.NotStated);
        result.Tokens = Math.Max(output, 0);
        result.HasUsage = true;
        result.Usage = new TokenUsage(input, output < 0 ? CountReader.NotStated : sum, CountReader.NotStated, CountReader.NotStated);
    }

    // Beam search gives an array of one text for each beam: the first is the best.
    private static ReadOnlySpan<byte> ReadText(scoped ref JsonScanner json)
    {
        const string Expected = "a string or an array of strings as text_output";
        if (json.Peek() != '[')
        {
            return DeltaReader.Text(ref json, Expected);
        }

        ReadOnlySpan<byte> first = default;
        bool any = false;
        json.EnterArray(Expected);
        while (json.NextElement())
        {
            ReadOnlySpan<byte> text = DeltaReader.Text(ref json, Expected);
            first = any ? first : text;
            any = true;
        }

        return first;
    }
}
