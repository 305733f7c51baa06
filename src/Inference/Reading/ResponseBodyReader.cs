using LoadGen.Inference.Json;

namespace LoadGen.Inference.Reading;

/// <summary>
/// Reads a Response object (OpenAI API reference, "The response object"): the body of a whole answer, and the last word of a streamed
/// one, whose output the deltas before have brought already.
/// </summary>
internal static class ResponseBodyReader
{
    public static void Read(ReadOnlySpan<byte> response, bool isStreamed, ref StreamState state, ref StreamEvent result)
    {
        var json = new JsonScanner(response);
        ChoiceSum output = default;
        ReadOnlySpan<byte> status = default;
        FinishReason incomplete = FinishReason.Other;
        bool isError = false;
        bool hasOutput = false;
        json.EnterObject("a response object");
        while (json.NextName(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("status"u8))
            {
                status = DeltaReader.Text(ref json, "a string or null as status");
            }
            else if (name.SequenceEqual("output"u8) && !isStreamed)
            {
                hasOutput = true;
                ReadItems(ref json, ref state, ref output);
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
            else if (name.SequenceEqual("incomplete_details"u8))
            {
                incomplete = ReadReason(ref json);
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
        else if (isError || status.SequenceEqual("failed"u8))
        {
            result.Error = ErrorReader.Read(0, response);
        }
        else if (!isStreamed && !hasOutput)
        {
            result = default;
            result.Malformed = "expected a response with output, found an object without";
        }
        else
        {
            result.HasChoices = hasOutput;
            result.Output = output.Kinds;
            result.OutputBytes = output.Bytes;
            result.Finish = FinishOf(status, incomplete);
        }
    }

    private static FinishReason FinishOf(ReadOnlySpan<byte> status, FinishReason incomplete) => status switch
    {
        _ when status.SequenceEqual("completed"u8) => FinishReason.Stop,
        _ when status.SequenceEqual("incomplete"u8) => incomplete,
        _ when status.SequenceEqual("cancelled"u8) => FinishReason.Abort,
        [] => FinishReason.None,
        _ => FinishReason.Other,
    };

    private static FinishReason ReadReason(ref JsonScanner json)
    {
        FinishReason reason = FinishReason.Other;
        if (json.TryReadNull() || !json.EnterObject("an object or null as incomplete_details"))
        {
            return reason;
        }

        while (json.NextName(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("reason"u8))
            {
                ReadOnlySpan<byte> word = DeltaReader.Text(ref json, "a string or null as reason");
                reason = word.StartsWith("max_"u8) ? FinishReason.Length
                    : word.SequenceEqual("content_filter"u8) ? FinishReason.ContentFilter
                    : FinishReason.Other;
            }
            else
            {
                json.Skip();
            }
        }

        return reason;
    }

    // An item is a message or a reasoning with parts in content or summary, or a call with a name and arguments.
    private static void ReadItems(ref JsonScanner json, ref StreamState state, ref ChoiceSum sum)
    {
        if (json.TryReadNull() || !json.EnterArray("an array or null as output"))
        {
            return;
        }

        while (json.NextElement())
        {
            json.EnterObject("an output item");
            while (json.NextName(out ReadOnlySpan<byte> name))
            {
                if ((name.SequenceEqual("content"u8) || name.SequenceEqual("summary"u8)) && json.Peek() == '[')
                {
                    ReadParts(ref json, ref state, ref sum);
                }
                else if ((name.SequenceEqual("name"u8) || name.SequenceEqual("arguments"u8)) && json.Peek() == '"')
                {
                    sum.Add(OutputKinds.ToolCall, json.ReadString("a string").Length);
                }
                else
                {
                    json.Skip();
                }
            }
        }
    }

    private static void ReadParts(ref JsonScanner json, ref StreamState state, ref ChoiceSum sum)
    {
        json.EnterArray("an array of parts");
        while (json.NextElement())
        {
            ReadOnlySpan<byte> text = default;
            ReadOnlySpan<byte> type = default;
            int refusal = 0;
            json.EnterObject("a part");
            while (json.NextName(out ReadOnlySpan<byte> name))
            {
                if (name.SequenceEqual("type"u8))
                {
                    type = json.ReadString("a string as type");
                }
                else if (name.SequenceEqual("text"u8))
                {
                    text = DeltaReader.Text(ref json, "a string or null as text");
                }
                else if (name.SequenceEqual("refusal"u8))
                {
                    refusal = DeltaReader.LengthOfText(ref json, "a string or null as refusal");
                }
                else
                {
                    json.Skip();
                }
            }

            OutputKinds kind = type.SequenceEqual("output_text"u8) ? OutputKinds.Content : OutputKinds.Reasoning;
            sum.Add(kind, text.Length);
            sum.Add(OutputKinds.Refusal, refusal);
            state.Append(kind, text);
        }
    }
}
