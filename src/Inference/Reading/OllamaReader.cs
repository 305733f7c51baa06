using LoadGen.Inference.Json;

namespace LoadGen.Inference.Reading;

/// <summary>
/// Reads the lines of Ollama's chat, and its whole answer, which are alike:
/// <c>{"message":{"role","content","thinking","tool_calls"},"done":false}</c>, with <c>done_reason</c>, <c>prompt_eval_count</c> and
/// <c>eval_count</c> where <c>done</c> is true.
/// </summary>
internal static class OllamaReader
{
    /// <summary>Reads a line, or a whole body.</summary>
    public static void Read(ReadOnlySpan<byte> data, ref StreamState state, ref StreamEvent result)
    {
        data = JsonText.Trim(data);
        var json = new JsonScanner(data);
        Delta message = default;
        bool hasMessage = false;
        bool isError = false;
        bool isDone = false;
        FinishReason finish = FinishReason.None;
        int prompt = CountReader.NotStated;
        int completion = CountReader.NotStated;
        json.EnterObject("a JSON object");
        while (json.NextName(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("message"u8))
            {
                hasMessage = true;
                message = ReadMessage(ref json);
            }
            else if (name.SequenceEqual("done"u8))
            {
                isDone = json.Peek() == 't';
                json.Skip();
            }
            else if (name.SequenceEqual("done_reason"u8))
            {
                finish = FinishReasonReader.Read(ref json);
            }
            else if (name.SequenceEqual("prompt_eval_count"u8))
            {
                prompt = CountReader.Read(ref json);
            }
            else if (name.SequenceEqual("eval_count"u8))
            {
                completion = CountReader.Read(ref json);
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

        ChoiceSum sum = default;
        sum.Add(message);
        result.IsDone = isDone;
        result.HasChoices = hasMessage;
        result.Output = sum.Kinds;
        result.OutputBytes = sum.Bytes;
        result.Finish = finish;
        result.HasUsage = completion >= 0;
        result.Usage = completion >= 0 ? new TokenUsage(prompt, completion, CountReader.NotStated, CountReader.NotStated) : default;
        state.Append(OutputKinds.Reasoning, message.Reasoning);
        state.Append(OutputKinds.Content, message.Content);
    }

    // Calls come whole, their arguments as an object.
    private static Delta ReadMessage(scoped ref JsonScanner json)
    {
        Delta message = default;
        json.EnterObject("a message object");
        while (json.NextName(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("content"u8))
            {
                message.Content = DeltaReader.Text(ref json, "a string or null as content");
            }
            else if (name.SequenceEqual("thinking"u8))
            {
                message.Reasoning = DeltaReader.Text(ref json, "a string or null as thinking");
            }
            else if (name.SequenceEqual("tool_calls"u8))
            {
                ReadOnlySpan<byte> calls = json.ReadRaw();
                message.ToolCallBytes = calls.Length > "null"u8.Length ? calls.Length : 0;
            }
            else
            {
                json.Skip();
            }
        }

        return message;
    }
}
