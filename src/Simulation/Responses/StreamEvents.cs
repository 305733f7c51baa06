using LoadGen.Serving;
using LoadGen.Simulation.Streams;

namespace LoadGen.Simulation.Responses;

/// <summary>The events of one streamed response, in the words of its API.</summary>
internal abstract class StreamEvents
{
    /// <summary>The end marker's event in OpenAI's streams.</summary>
    private static ReadOnlySpan<byte> Done => "data: [DONE]\n\n"u8;

    /// <summary>An error in mid-stream, as vLLM words it.</summary>
    private static ReadOnlySpan<byte> Error =>
        "data: {\"error\":{\"message\":\"simulated failure\",\"type\":\"InternalServerError\",\"param\":null,\"code\":500}}\n\n"u8;

    /// <summary>Choices that are streamed side by side.</summary>
    public virtual int Choices => 1;

    /// <summary>What precedes the first token: a chat's role.</summary>
    public abstract void AppendOpening(FrameWriter frames);

    /// <summary>The tokens that are due together, of every choice.</summary>
    public abstract void AppendTokens(FrameWriter frames, in TokenChunk chunk);

    /// <summary>The usage chunk, if it was asked for: empty choices.</summary>
    /// <param name="frames">Takes the chunk.</param>
    /// <param name="tokens">Tokens sent of each choice.</param>
    /// <param name="excess">Tokens that usage claims beyond those sent.</param>
    public abstract void AppendUsage(FrameWriter frames, int tokens, int excess);

    /// <summary>The end marker.</summary>
    public virtual void AppendDone(FrameWriter frames) => frames.Chunk(Done);

    /// <summary>An error in mid-stream, with what follows it.</summary>
    public virtual void AppendError(FrameWriter frames)
    {
        frames.Chunk(Error);
        frames.Chunk(Done);
    }

    /// <summary>An event whose JSON breaks off.</summary>
    public abstract void AppendMalformed(FrameWriter frames);
}
