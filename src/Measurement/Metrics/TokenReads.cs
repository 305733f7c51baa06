using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Metrics;

/// <summary>
/// The reads of a request that brought output tokens, one after another: chunks with one stamp came in one read. A chunk holds as many
/// tokens as the server says where it states usage on every output chunk; else the first output chunk holds one, and the further ones
/// an even share of the others (which may be a fraction).
/// </summary>
internal struct TokenReads
{
    private readonly RequestTimeline _timeline;
    private readonly double _share;
    private double _next;
    private int _index;

    /// <param name="timeline">A completed request.</param>
    /// <param name="outputTokens">Its output tokens.</param>
    public TokenReads(RequestTimeline timeline, int outputTokens)
    {
        int further = timeline.OutputChunks - 1;
        _timeline = timeline;
        _share = further > 0 ? (double)Math.Max(0, outputTokens - 1) / further : 0;
        _next = further > 0 ? Math.Min(1, outputTokens) : outputTokens;
    }

    /// <summary>When the read returned, ns since the send.</summary>
    public long OffsetNs { get; private set; }

    /// <summary>Output tokens it brought.</summary>
    public double Tokens { get; private set; }

    /// <summary>Goes on to the next read. False when there is none.</summary>
    public bool MoveNext()
    {
        bool found = false;
        Tokens = 0;
        for (; _index < _timeline.Chunks; _index++)
        {
            (long offset, bool hasOutput, int stated) = _timeline.Chunk(_index);
            if (_timeline.HasChunkTokens ? stated == 0 : !hasOutput)
            {
                continue;
            }

            if (found && offset != OffsetNs)
            {
                break;
            }

            found = true;
            OffsetNs = offset;
            Tokens += _timeline.HasChunkTokens ? stated : _next;
            _next = _share;
        }

        return found;
    }
}
