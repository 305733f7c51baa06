using System.Text.Json;
using LoadGen.Serving;
using LoadGen.Simulation.Requests;
using LoadGen.Simulation.Streams;

namespace LoadGen.Simulation.Responses;

/// <summary>The events of Anthropic's Messages (API reference, "Streaming Messages"): one block of text.</summary>
internal sealed class MessagesEvents(ResponseIdentity identity, GenerationRequest request) : JsonEvents
{
    private FinishText _finish;

    /// <inheritdoc/>
    public override void AppendOpening(FrameWriter frames)
    {
        Utf8JsonWriter json = Begin("message_start"u8);
        json.WritePropertyName("message"u8);
        MessageObject.Write(json, identity, request, default, 1, FinishText.None);
        End(frames);

        json = Begin("content_block_start"u8);
        json.WriteNumber("index"u8, 0);
        json.WriteStartObject("content_block"u8);
        json.WriteString("type"u8, "text"u8);
        json.WriteString("text"u8, ""u8);
        json.WriteEndObject();
        End(frames);

        Begin("ping"u8);
        End(frames);
    }

    /// <inheritdoc/>
    public override void AppendTokens(FrameWriter frames, in TokenChunk chunk)
    {
        _finish = chunk.Finish;
        Utf8JsonWriter json = Begin("content_block_delta"u8);
        json.WriteNumber("index"u8, 0);
        json.WriteStartObject("delta"u8);
        json.WriteString("type"u8, "text_delta"u8);
        json.WriteString("text"u8, chunk.Text);
        json.WriteEndObject();
        End(frames);
    }

    /// <inheritdoc/>
    public override void AppendUsage(FrameWriter frames, int tokens, int excess)
    {
        Begin("content_block_stop"u8).WriteNumber("index"u8, 0);
        End(frames);

        Utf8JsonWriter json = Begin("message_delta"u8);
        json.WriteStartObject("delta"u8);
        MessageObject.WriteStop(json, _finish);
        json.WriteEndObject();
        MessageObject.WriteUsage(json, request, tokens + excess);
        End(frames);
    }

    /// <inheritdoc/>
    public override void AppendDone(FrameWriter frames)
    {
        Begin("message_stop"u8);
        End(frames);
    }

    /// <inheritdoc/>
    public override void AppendError(FrameWriter frames)
    {
        Utf8JsonWriter json = Begin("error"u8);
        json.WriteStartObject("error"u8);
        json.WriteString("type"u8, "api_error"u8);
        json.WriteString("message"u8, "simulated failure"u8);
        json.WriteEndObject();
        End(frames);
    }

    private Utf8JsonWriter Begin(ReadOnlySpan<byte> type)
    {
        Utf8JsonWriter json = BeginEvent(type);
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        return json;
    }

    private void End(FrameWriter frames)
    {
        Json.WriteEndObject();
        EndEvent(frames);
    }
}
