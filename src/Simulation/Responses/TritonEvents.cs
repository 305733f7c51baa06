using System.Buffers;
using System.Text.Json;
using LoadGen.Serving;
using LoadGen.Simulation.Streams;

namespace LoadGen.Simulation.Responses;

/// <summary>The events of Triton's generate extension: what is new of the text, or all so far. Nothing else is said, and nothing marks the end.</summary>
internal sealed class TritonEvents(ResponseIdentity identity, bool repeatsText) : JsonEvents
{
    private readonly ArrayBufferWriter<byte> _text = new();

    /// <summary>Writes a reply.</summary>
    public static void Write(Utf8JsonWriter json, ResponseIdentity identity, ReadOnlySpan<byte> text)
    {
        json.WriteStartObject();
        json.WriteString("model_name"u8, identity.Model);
        json.WriteString("model_version"u8, "1"u8);
        json.WriteString("text_output"u8, text);
        json.WriteEndObject();
    }

    /// <inheritdoc/>
    public override void AppendOpening(FrameWriter frames)
    {
        // The API has none.
    }

    /// <inheritdoc/>
    public override void AppendTokens(FrameWriter frames, in TokenChunk chunk)
    {
        if (!repeatsText)
        {
            _text.ResetWrittenCount();
        }

        _text.Write(chunk.Text);
        Write(BeginEvent(), identity, _text.WrittenSpan);
        EndEvent(frames);
    }

    /// <inheritdoc/>
    public override void AppendUsage(FrameWriter frames, int tokens, int excess)
    {
        // The API has none.
    }

    /// <inheritdoc/>
    public override void AppendDone(FrameWriter frames)
    {
        // The body's end is the end.
    }

    /// <inheritdoc/>
    public override void AppendError(FrameWriter frames) => frames.Chunk("data: {\"error\":\"simulated failure\"}\n\n"u8);
}
