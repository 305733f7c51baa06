using LoadGen.Serving;
using LoadGen.Transport.Timing;

namespace LoadGen.Simulation.Streams;

/// <summary>What the streams of one pacer share.</summary>
/// <param name="clock">The engine's clock.</param>
/// <param name="tokensPerChunk">Tokens in a chunk.</param>
/// <param name="stampContent">Content is the time of sending.</param>
/// <param name="chunkTokensMax">Most tokens in a chunk, where a step may yield more than <paramref name="tokensPerChunk"/>.</param>
internal sealed class StreamSettings(IMonotonicClock clock, int tokensPerChunk, bool stampContent, int chunkTokensMax = 1)
{
    // Used by the pacer's thread alone, like the frames it is copied into.
    private readonly byte[] _text = new byte[Math.Max(tokensPerChunk, chunkTokensMax) * TokenText.TokenBytesMax];

    public IMonotonicClock Clock => clock;

    public int TokensPerChunk => tokensPerChunk;

    public int ChunkTokensMax { get; } = Math.Max(tokensPerChunk, chunkTokensMax);

    public bool StampContent => stampContent;

    public FrameWriter Frames { get; } = new();

    public Span<byte> TextBuffer => _text;
}
