using System.Buffers;
using System.Text.Json;
using LoadGen.Serving;
using LoadGen.Simulation.Requests;
using LoadGen.Simulation.Streams;

namespace LoadGen.Simulation.Responses;

/// <summary>The events of OpenAI's Responses (API reference, "Streaming events"): one message of one part.</summary>
internal sealed class ResponsesEvents(ResponseIdentity identity, GenerationRequest request) : JsonEvents
{
    // The last events repeat the text.
    private readonly ArrayBufferWriter<byte> _text = new();
    private FinishText _finish;
    private int _claimed;
    private int _sequence;

    /// <inheritdoc/>
    public override void AppendOpening(FrameWriter frames)
    {
        AppendStarted(frames, "response.created"u8);
        AppendStarted(frames, "response.in_progress"u8);

        Utf8JsonWriter json = Begin("response.output_item.added"u8);
        json.WriteNumber("output_index"u8, 0);
        json.WritePropertyName("item"u8);
        ResponseObject.WriteMessage(json, identity, default, FinishText.None);
        End(frames);

        BeginPart("response.content_part.added"u8).WritePropertyName("part"u8);
        ResponseObject.WritePart(Json, default);
        End(frames);
    }

    /// <inheritdoc/>
    public override void AppendTokens(FrameWriter frames, in TokenChunk chunk)
    {
        _finish = chunk.Finish;
        _text.Write(chunk.Text);
        Utf8JsonWriter json = BeginPart("response.output_text.delta"u8);
        json.WriteString("delta"u8, chunk.Text);
        json.WriteStartArray("logprobs"u8);
        json.WriteEndArray();
        End(frames);
    }

    /// <inheritdoc/>
    public override void AppendUsage(FrameWriter frames, int tokens, int excess)
    {
        _claimed = tokens + excess;
        Utf8JsonWriter json = BeginPart("response.output_text.done"u8);
        json.WriteString("text"u8, _text.WrittenSpan);
        json.WriteStartArray("logprobs"u8);
        json.WriteEndArray();
        End(frames);

        BeginPart("response.content_part.done"u8).WritePropertyName("part"u8);
        ResponseObject.WritePart(json, _text.WrittenSpan);
        End(frames);

        Begin("response.output_item.done"u8).WriteNumber("output_index"u8, 0);
        json.WritePropertyName("item"u8);
        ResponseObject.WriteMessage(json, identity, _text.WrittenSpan, _finish);
        End(frames);
    }

    /// <inheritdoc/>
    public override void AppendDone(FrameWriter frames)
    {
        Begin(_finish == FinishText.Stop ? "response.completed"u8 : "response.incomplete"u8).WritePropertyName("response"u8);
        ResponseObject.Write(Json, identity, request, _text.WrittenSpan, _claimed, _finish);
        End(frames);
    }

    /// <inheritdoc/>
    public override void AppendError(FrameWriter frames)
    {
        Utf8JsonWriter json = Begin("error"u8);
        json.WriteString("code"u8, "server_error"u8);
        json.WriteString("message"u8, "simulated failure"u8);
        json.WriteNull("param"u8);
        End(frames);
    }

    private void AppendStarted(FrameWriter frames, ReadOnlySpan<byte> type)
    {
        Begin(type).WritePropertyName("response"u8);
        ResponseObject.WriteStarted(Json, identity, request);
        End(frames);
    }

    private Utf8JsonWriter BeginPart(ReadOnlySpan<byte> type)
    {
        Utf8JsonWriter json = Begin(type);
        json.WriteString("item_id"u8, ResponseObject.MessageId(identity));
        json.WriteNumber("output_index"u8, 0);
        json.WriteNumber("content_index"u8, 0);
        return json;
    }

    private Utf8JsonWriter Begin(ReadOnlySpan<byte> type)
    {
        Utf8JsonWriter json = BeginEvent(type);
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WriteNumber("sequence_number"u8, _sequence++);
        return json;
    }

    private void End(FrameWriter frames)
    {
        Json.WriteEndObject();
        EndEvent(frames);
    }
}
