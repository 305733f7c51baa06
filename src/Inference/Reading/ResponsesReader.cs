using LoadGen.Inference.Json;

namespace LoadGen.Inference.Reading;

/// <summary>
/// Reads the events of OpenAI's Responses (API reference, "Streaming events"): objects told apart by their <c>type</c>, of which
/// <c>…delta</c> brings text in <c>delta</c>, and <c>response.completed</c>, <c>.incomplete</c> and <c>.failed</c> end the stream with the
/// whole response.
/// </summary>
internal static class ResponsesReader
{
    /// <summary>Reads the data of one server-sent event.</summary>
    public static void ReadEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, ref StreamState state, ref StreamEvent result)
    {
        data = JsonText.Trim(data);
        if (EventErrors.IsError(type, data, ref result))
        {
            return;
        }

        // Not OpenAI's, but gateways end every stream so.
        if (data.SequenceEqual(EventErrors.Done))
        {
            result.IsDone = true;
            return;
        }

        var json = new JsonScanner(data);
        ReadOnlySpan<byte> name = type;
        ReadOnlySpan<byte> delta = default;
        ReadOnlySpan<byte> response = default;
        bool isError = false;
        int logprobs = 0;
        json.EnterObject("a JSON object");
        while (json.NextName(out ReadOnlySpan<byte> field))
        {
            if (field.SequenceEqual("type"u8))
            {
                name = json.ReadString("a string as type");
            }
            else if (field.SequenceEqual("delta"u8))
            {
                delta = TextOrNothing(ref json);
            }
            else if (field.SequenceEqual("logprobs"u8))
            {
                logprobs = TokenLists.CountElements(ref json);
            }
            else if (field.SequenceEqual("response"u8))
            {
                response = json.ReadRaw();
            }
            else if (field.SequenceEqual("error"u8))
            {
                isError = EventErrors.SaysError(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        json.End();
        if (EventErrors.IsFault(json, isError || name.SequenceEqual("error"u8), data, ref result))
        {
            return;
        }

        if (name.EndsWith(".delta"u8))
        {
            TakeDelta(KindOf(name), delta, logprobs, ref state, ref result);
        }
        else if (IsEnd(name))
        {
            ResponseBodyReader.Read(response, isStreamed: true, ref state, ref result);
            result.IsDone = result.Malformed is null;
        }
    }

    /// <summary>Reads a whole response body.</summary>
    public static void ReadResponse(ReadOnlySpan<byte> body, ref StreamState state, ref StreamEvent result) =>
        ResponseBodyReader.Read(JsonText.Trim(body), isStreamed: false, ref state, ref result);

    /// <summary>What kind of output a delta of this type is; none for sound, which is no text.</summary>
    private static OutputKinds KindOf(ReadOnlySpan<byte> type) => type switch
    {
        _ when type.SequenceEqual("response.output_text.delta"u8) => OutputKinds.Content,
        _ when type.StartsWith("response.reasoning"u8) => OutputKinds.Reasoning,
        _ when type.SequenceEqual("response.function_call_arguments.delta"u8) => OutputKinds.ToolCall,
        _ when type.SequenceEqual("response.custom_tool_call_input.delta"u8) => OutputKinds.ToolCall,
        _ when type.SequenceEqual("response.mcp_call_arguments.delta"u8) => OutputKinds.ToolCall,
        _ when type.SequenceEqual("response.code_interpreter_call_code.delta"u8) => OutputKinds.ToolCall,
        _ when type.SequenceEqual("response.refusal.delta"u8) => OutputKinds.Refusal,
        _ => OutputKinds.None,
    };

    private static bool IsEnd(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("response.completed"u8) || type.SequenceEqual("response.incomplete"u8)
        || type.SequenceEqual("response.failed"u8) || type.SequenceEqual("response.cancelled"u8);

    private static void TakeDelta(OutputKinds kind, ReadOnlySpan<byte> delta, int logprobs, ref StreamState state, ref StreamEvent result)
    {
        result.HasChoices = kind != OutputKinds.None;
        if (kind != OutputKinds.None && !delta.IsEmpty)
        {
            result.Output = kind;
            result.OutputBytes = delta.Length;
            result.Tokens = logprobs;
            state.Append(kind, delta);
        }
    }

    private static ReadOnlySpan<byte> TextOrNothing(scoped ref JsonScanner json)
    {
        if (json.Peek() == '"')
        {
            return json.ReadString("a string");
        }

        json.Skip();
        return default;
    }
}
