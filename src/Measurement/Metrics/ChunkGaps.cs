using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Metrics;

/// <summary>
/// The gaps between a single request's chunks with output, in two figures. Pooled over requests, the many gaps of quick requests drown the
/// few of a slow one: what one user waited at most, only the request's own gaps tell.
/// </summary>
/// <remarks>Chunks that came in one read have the gap 0 between them, as in the metric <c>itl_ms</c>. Not thread-safe: its room is used again.</remarks>
public sealed class ChunkGaps
{
    private const double Share = 0.99;

    private long[] _gaps = new long[1024];

    /// <summary>The longest gap, ns; negative under two chunks with output.</summary>
    public long MaxNs { get; private set; }

    /// <summary>The 99th percentile of the gaps by nearest rank, ns: of up to 99 gaps the longest; negative under two chunks with output.</summary>
    public long P99Ns { get; private set; }

    /// <summary>Measures a request.</summary>
    /// <param name="timeline">The request, however it ended.</param>
    public void Measure(RequestTimeline timeline)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        (MaxNs, P99Ns) = (-1, -1);
        int count = Fill(timeline);
        if (count == 0)
        {
            return;
        }

        Span<long> gaps = _gaps.AsSpan(0, count);
        gaps.Sort();
        MaxNs = gaps[^1];
        P99Ns = gaps[(int)Math.Ceiling(Share * count) - 1];
    }

    private int Fill(RequestTimeline timeline)
    {
        if (timeline.OutputChunks > _gaps.Length)
        {
            _gaps = new long[Math.Max(timeline.OutputChunks, 2 * _gaps.Length)];
        }

        int count = 0;
        long previous = -1;
        for (int i = 0; i < timeline.Chunks; i++)
        {
            (long offset, bool hasOutput, _) = timeline.Chunk(i);
            if (!hasOutput)
            {
                continue;
            }

            if (previous >= 0)
            {
                _gaps[count++] = offset - previous;
            }

            previous = offset;
        }

        return count;
    }
}
