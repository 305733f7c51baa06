using LoadGen.Inference.Json;

namespace LoadGen.Inference.Reading;

/// <summary>
/// Reads the events of Anthropic's Messages (API reference, "Streaming Messages"):
/// <code>
/// stream = message_start *( content_block_start *content_block_delta content_block_stop ) message_delta message_stop
/// </code>
/// with <c>ping</c> anywhere and <c>error</c> in place of the rest. Objects are told apart by their <c>type</c>; those that are not known
/// are passed over, as the reference asks.
/// </summary>
internal static class AnthropicReader
{
    /// <summary>Reads the data of one server-sent event.</summary>
    public static void ReadEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, ref StreamState state, ref StreamEvent result)
    {
        data = JsonText.Trim(data);
        if (!EventErrors.IsError(type, data, ref result))
        {
            ReadDocument(type, data, ref state, ref result);
        }
    }

    /// <summary>Reads a whole response body, which must have content or be an error.</summary>
    public static void ReadResponse(ReadOnlySpan<byte> body, ref StreamState state, ref StreamEvent result)
    {
        ReadDocument(default, JsonText.Trim(body), ref state, ref result);
        EventErrors.Require(result.HasChoices, "a message with content", ref result);
    }

    private static void ReadDocument(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, ref StreamState state, ref StreamEvent result)
    {
        var json = new JsonScanner(data);
        var message = new AnthropicMessage(state.Stated);
        ReadOnlySpan<byte> name = type;
        bool isError = false;
        json.EnterObject("a JSON object");
        while (json.NextName(out ReadOnlySpan<byte> field))
        {
            if (field.SequenceEqual("type"u8))
            {
                name = json.ReadString("a string as type");
            }
            else if (field.SequenceEqual("delta"u8) || field.SequenceEqual("content_block"u8))
            {
                message.ReadBlock(ref json, ref state);
            }
            else if (field.SequenceEqual("message"u8) && json.Peek() == '{')
            {
                ReadMessage(ref json, ref message, ref state);
            }
            else if (field.SequenceEqual("error"u8))
            {
                isError = EventErrors.SaysError(ref json);
            }
            else if (!message.TryReadField(field, ref json, ref state))
            {
                json.Skip();
            }
        }

        json.End();
        if (!EventErrors.IsFault(json, isError || name.SequenceEqual("error"u8), data, ref result))
        {
            message.Tell(name, ref state, ref result);
        }
    }

    // message_start wraps a message that has no content yet.
    private static void ReadMessage(ref JsonScanner json, ref AnthropicMessage message, ref StreamState state)
    {
        json.EnterObject("a message object");
        while (json.NextName(out ReadOnlySpan<byte> field))
        {
            if (!message.TryReadField(field, ref json, ref state))
            {
                json.Skip();
            }
        }
    }
}
