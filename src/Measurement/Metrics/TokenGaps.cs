using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Metrics;

/// <summary>Turns the chunks of a completed request into chunk gaps (ITL) and gaps normalised by tokens.</summary>
public static class TokenGaps
{
    /// <summary>Records both.</summary>
    /// <param name="timeline">A completed request.</param>
    /// <param name="outputTokens">Its output tokens.</param>
    /// <param name="itl">Gets one value for each output chunk after the first.</param>
    /// <param name="perToken">Gets one value for each output token after the first chunk.</param>
    public static void Record(RequestTimeline timeline, int outputTokens, MetricAccumulator itl, MetricAccumulator perToken)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        ArgumentNullException.ThrowIfNull(itl);
        ArgumentNullException.ThrowIfNull(perToken);

        double share = timeline.OutputChunks > 1 ? (double)Math.Max(0, outputTokens - 1) / (timeline.OutputChunks - 1) : 0;
        double due = 0;
        long previousOutput = -1;
        long previousTokens = -1;
        for (int i = 0; i < timeline.Chunks; i++)
        {
            (long offset, bool hasOutput, int tokens) = timeline.Chunk(i);
            if (timeline.HasChunkTokens && tokens > 0)
            {
                RecordShared(perToken, offset, previousTokens, tokens, tokens);
                previousTokens = offset;
            }

            if (!hasOutput)
            {
                continue;
            }

            if (previousOutput >= 0)
            {
                itl.Record(offset - previousOutput);
                if (!timeline.HasChunkTokens)
                {
                    // Whole tokens are recorded; the fraction is carried to the next chunk.
                    due += share;
                    long whole = (long)(due + 1e-9);
                    due -= whole;
                    RecordShared(perToken, offset, previousOutput, share, whole);
                }
            }

            previousOutput = offset;
        }
    }

    private static void RecordShared(MetricAccumulator perToken, long offset, long previous, double tokens, long weight)
    {
        if (previous >= 0)
        {
            perToken.Record((offset - previous) / tokens, weight);
        }
    }
}
