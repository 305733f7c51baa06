using LoadGen.Inference.Json;

namespace LoadGen.Inference.Reading;

/// <summary>What an Anthropic event, or a whole message, has said so far.</summary>
internal struct AnthropicMessage(StatedCounts? stated)
{
    private AnthropicUsage _usage = new(stated);
    private ChoiceSum _sum;
    private bool _hasContent;

    /// <summary>Reads a field that a message and a <c>message_delta</c> share.</summary>
    /// <returns>False when it is none of these; the reader then stands on its value.</returns>
    public bool TryReadField(ReadOnlySpan<byte> name, ref JsonScanner json, ref StreamState state)
    {
        if (name.SequenceEqual("usage"u8))
        {
            _usage.Read(ref json);
        }
        else if (name.SequenceEqual("stop_reason"u8))
        {
            TakeStopReason(ref json);
        }
        else if (name.SequenceEqual("content"u8) && json.Peek() == '[')
        {
            _hasContent = true;
            json.EnterArray("an array of content blocks");
            while (json.NextElement())
            {
                ReadBlock(ref json, ref state);
            }
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>
    /// Reads a content block, a part of one, or the <c>delta</c> of a <c>message_delta</c>: their fields do not collide. A signature is no
    /// output, and neither is a tool's empty input at its start.
    /// </summary>
    public void ReadBlock(ref JsonScanner json, ref StreamState state)
    {
        json.EnterObject("an object as delta or content block");
        while (json.NextName(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("text"u8))
            {
                Take(OutputKinds.Content, DeltaReader.Text(ref json, "a string or null as text"), ref state);
            }
            else if (name.SequenceEqual("thinking"u8))
            {
                Take(OutputKinds.Reasoning, DeltaReader.Text(ref json, "a string or null as thinking"), ref state);
            }
            else if (name.SequenceEqual("partial_json"u8) || name.SequenceEqual("name"u8))
            {
                _sum.Add(OutputKinds.ToolCall, DeltaReader.LengthOfText(ref json, "a string or null as a part of a tool call"));
            }
            else if (name.SequenceEqual("input"u8))
            {
                ReadOnlySpan<byte> input = json.ReadRaw();
                _sum.Add(OutputKinds.ToolCall, input.Length > "{}"u8.Length ? input.Length : 0);
            }
            else if (name.SequenceEqual("data"u8) && json.Peek() == '"')
            {
                // Thinking that is not shown.
                _sum.Add(OutputKinds.Reasoning, json.ReadString("a string").Length);
            }
            else if (name.SequenceEqual("stop_reason"u8))
            {
                TakeStopReason(ref json);
            }
            else
            {
                json.Skip();
            }
        }
    }

    /// <summary>Tells what was read.</summary>
    /// <param name="type">The event's type, or the message's.</param>
    /// <param name="state">Keeps the counts until they are whole.</param>
    /// <param name="result">Gets it.</param>
    public readonly void Tell(ReadOnlySpan<byte> type, ref StreamState state, ref StreamEvent result)
    {
        result.IsDone = type.SequenceEqual("message_stop"u8);
        result.Output = _sum.Kinds;
        result.OutputBytes = _sum.Bytes;
        result.Finish = _sum.Finish;
        bool isStart = type.SequenceEqual("message_start"u8);
        result.HasChoices = _sum.Bytes > 0 || type.SequenceEqual("content_block_delta"u8) || (_hasContent && !isStart);
        if (_usage.IsStated)
        {
            // At its start a stream has counted the input only: what it says of the output then is no result.
            state.Stated = _usage.Counts;
            result.HasUsage = !isStart;
            result.Usage = isStart ? default : _usage.Usage;
        }
    }

    private void Take(OutputKinds kind, ReadOnlySpan<byte> text, ref StreamState state)
    {
        _sum.Add(kind, text.Length);
        state.Append(kind, text);
    }

    private void TakeStopReason(ref JsonScanner json)
    {
        FinishReason reason = ReadStopReason(ref json);
        _sum.Finish = reason == FinishReason.None ? _sum.Finish : reason;
    }

    private static FinishReason ReadStopReason(ref JsonScanner json)
    {
        ReadOnlySpan<byte> word = DeltaReader.Text(ref json, "a string or null as stop_reason");
        return word switch
        {
            [] => FinishReason.None,
            _ when word.SequenceEqual("end_turn"u8) => FinishReason.Stop,
            _ when word.SequenceEqual("stop_sequence"u8) => FinishReason.Stop,
            _ when word.SequenceEqual("max_tokens"u8) => FinishReason.Length,
            _ when word.SequenceEqual("model_context_window_exceeded"u8) => FinishReason.Length,
            _ when word.SequenceEqual("tool_use"u8) => FinishReason.ToolCalls,
            _ when word.SequenceEqual("refusal"u8) => FinishReason.ContentFilter,
            _ => FinishReason.Other,
        };
    }
}
