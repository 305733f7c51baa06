using System.Buffers;
using System.Text.Json;
using LoadGen.Serving;
using LoadGen.Simulation.Requests;
using LoadGen.Simulation.Streams;

namespace LoadGen.Simulation.Responses;

/// <summary>The events of Text Generation Inference: one for each token, the last with the whole text and the counts. Nothing else ends it.</summary>
internal sealed class TgiEvents(GenerationRequest request) : JsonEvents
{
    private readonly ArrayBufferWriter<byte> _text = new();

    /// <inheritdoc/>
    public override void AppendOpening(FrameWriter frames)
    {
        // The API has none.
    }

    /// <inheritdoc/>
    public override void AppendTokens(FrameWriter frames, in TokenChunk chunk)
    {
        _text.Write(chunk.Text);
        TokenRun run = chunk.Run(0);
        for (int i = run.First; i < run.End; i++)
        {
            // Where the text is the time of sending, the chunk has one text for all its tokens.
            bool isLast = i == run.End - 1;
            ReadOnlySpan<byte> text = !chunk.IsStamp ? run.TextOf(i) : isLast ? chunk.Text : default;
            Append(frames, run, i, text, chunk.Claimed, isLast ? chunk.Finish : FinishText.None);
        }
    }

    /// <inheritdoc/>
    public override void AppendUsage(FrameWriter frames, int tokens, int excess)
    {
        // The counts are in the last token's event.
    }

    /// <inheritdoc/>
    public override void AppendDone(FrameWriter frames)
    {
        // So is the end.
    }

    /// <inheritdoc/>
    public override void AppendError(FrameWriter frames) =>
        frames.Chunk("data: {\"error\":\"Request failed during generation: simulated failure\",\"error_type\":\"generation\"}\n\n"u8);

    private void Append(FrameWriter frames, TokenRun run, int index, ReadOnlySpan<byte> text, int claimed, FinishText finish)
    {
        Utf8JsonWriter json = BeginEvent();
        json.WriteStartObject();
        json.WriteNumber("index"u8, index + 1);
        json.WriteStartObject("token"u8);
        json.WriteNumber("id"u8, run.IdOf(index));
        json.WriteString("text"u8, text);
        json.WriteNumber("logprob"u8, run.LogprobOf(index));
        json.WriteBoolean("special"u8, false);
        json.WriteEndObject();
        if (finish == FinishText.None)
        {
            json.WriteNull("generated_text"u8);
            json.WriteNull("details"u8);
        }
        else
        {
            json.WriteString("generated_text"u8, _text.WrittenSpan);
            json.WriteStartObject("details"u8);
            json.WriteString("finish_reason"u8, finish == FinishText.Stop ? "eos_token"u8 : "length"u8);
            json.WriteNumber("generated_tokens"u8, claimed);
            json.WriteNull("seed"u8);
            json.WriteNumber("input_length"u8, request.PromptTokens);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        EndEvent(frames);
    }
}
