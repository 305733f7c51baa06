using System.Buffers;
using LoadGen.Serving;
using LoadGen.Simulation.Requests;
using LoadGen.Simulation.Streams;

namespace LoadGen.Simulation.Responses;

/// <summary>The events of SGLang's native API: each has all of a choice's text and tokens so far.</summary>
internal sealed class GenerateEvents(ResponseIdentity identity, GenerationRequest request) : JsonEvents
{
    private readonly ArrayBufferWriter<byte>[] _texts = [.. Enumerable.Range(0, (int)request.Choices).Select(_ => new ArrayBufferWriter<byte>())];
    private byte[] _scratch = [];

    /// <inheritdoc/>
    public override int Choices => _texts.Length;

    /// <inheritdoc/>
    public override void AppendOpening(FrameWriter frames)
    {
        // The API has none: its first event has the first token.
    }

    /// <inheritdoc/>
    public override void AppendTokens(FrameWriter frames, in TokenChunk chunk)
    {
        for (int choice = 0; choice < Choices; choice++)
        {
            _texts[choice].Write(chunk.TextFor(choice, ref _scratch));
            TokenRun run = chunk.Run(choice);
            TokenRun whole = run with { First = 0, Count = run.End };
            bool isIndexed = request.Prompts is not null || request.Choices > 1;
            GenerateJson.Write(BeginEvent(), identity, request, whole, _texts[choice].WrittenSpan, chunk.Claimed, chunk.Finish, isIndexed);
            EndEvent(frames);
        }
    }

    /// <inheritdoc/>
    public override void AppendUsage(FrameWriter frames, int tokens, int excess)
    {
        // The counts are in every event's meta_info.
    }
}
