using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using LoadGen.Serving;

namespace LoadGen.Simulation.Responses;

/// <summary>Events written with a JSON writer: for what is asked for too seldom to be formatted beforehand.</summary>
internal abstract class JsonEvents : StreamEvents
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    protected JsonEvents() => Json = new Utf8JsonWriter(_buffer, WriterOptions);

    /// <summary>As engines write: a quotation mark in a tool call's arguments is <c>\"</c>, not <c>\u0022</c>.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <inheritdoc/>
    public override void AppendMalformed(FrameWriter frames) => frames.Chunk("data: {\"index\":0,\"text\":\"\n\n"u8);

    /// <summary>Takes the data of the event that has begun.</summary>
    protected Utf8JsonWriter Json { get; }

    /// <summary>Begins an event.</summary>
    /// <param name="type">Its type, where the API's events have one.</param>
    /// <returns>Takes its data.</returns>
    protected Utf8JsonWriter BeginEvent(ReadOnlySpan<byte> type = default)
    {
        _buffer.ResetWrittenCount();
        if (!type.IsEmpty)
        {
            _buffer.Write("event: "u8);
            _buffer.Write(type);
            _buffer.Write("\n"u8);
        }

        _buffer.Write("data: "u8);
        Json.Reset(_buffer);
        return Json;
    }

    /// <summary>Ends the event and appends it.</summary>
    protected void EndEvent(FrameWriter frames)
    {
        Json.Flush();
        _buffer.Write("\n\n"u8);
        frames.Chunk(_buffer.WrittenSpan);
    }
}
