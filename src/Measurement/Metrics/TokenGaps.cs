using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Metrics;

/// <summary>
/// Turns the chunks of a completed request into two metrics: chunk gaps (ITL), and gaps normalised by tokens. Chunks with one stamp
/// came in one read: as chunks, all but the first of them have the gap 0; as tokens, they share the time since the read before, so
/// that no gap reads as zero because chunks came together.
/// </summary>
/// <remarks>
/// A request's first read with output has nothing before it: its tokens have no gap of their own (the first is the TTFT's), and none is
/// invented for them.
/// </remarks>
public static class TokenGaps
{
    // Shares are added up in doubles: whole tokens must not be lost to their last bits.
    private const double Rounding = 1e-9;

    /// <summary>Records both.</summary>
    /// <param name="timeline">A completed request.</param>
    /// <param name="outputTokens">Its output tokens.</param>
    /// <param name="itl">Gets one value for each output chunk after the first.</param>
    /// <param name="perToken">Gets one value for each output token after the first read with output.</param>
    public static void Record(RequestTimeline timeline, int outputTokens, GapSink itl, GapSink perToken)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        RecordChunks(timeline, itl);
        RecordTokens(new TokenReads(timeline, outputTokens), timeline.SendNs, perToken);
    }

    private static void RecordChunks(RequestTimeline timeline, GapSink itl)
    {
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
                itl.Record(offset - previous, timeline.SendNs + offset);
            }

            previous = offset;
        }
    }

    private static void RecordTokens(TokenReads reads, long sendNs, GapSink perToken)
    {
        long previous = -1;
        double due = 0;
        while (reads.MoveNext())
        {
            // Whole tokens are recorded; the fraction is carried to the next read.
            due += reads.Tokens;
            long whole = (long)(due + Rounding);
            due -= whole;
            if (previous >= 0)
            {
                perToken.Record((reads.OffsetNs - previous) / reads.Tokens, sendNs + reads.OffsetNs, whole);
            }

            previous = reads.OffsetNs;
        }
    }
}
