using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Recording;

/// <summary>
/// What a run adds up over its steady state. Metrics of requests are of those sent inside the window, token gaps of those that end inside,
/// whenever their request ends; throughput is what came about inside. Single-threaded.
/// </summary>
public sealed class SteadyTotals
{
    /// <summary>The metrics.</summary>
    public MetricSet Metrics { get; } = new();

    /// <summary>Completed requests that were sent inside.</summary>
    public long Sent { get; private set; }

    /// <summary>Completed requests that ended inside.</summary>
    public long Ended { get; private set; }

    /// <summary>Of these, the ones that met every goodput bound.</summary>
    public long EndedGood { get; private set; }

    /// <summary>Their prompt tokens.</summary>
    public long InputTokens { get; private set; }

    /// <summary>Output tokens of completed requests that arrived inside; of a chunk of several whose number is not stated, its even share.</summary>
    public double OutputTokens { get; private set; }

    /// <summary>Adds a completed request; its metrics are the caller's to record.</summary>
    /// <param name="timeline">The request.</param>
    /// <param name="figures">Its figures.</param>
    /// <param name="isGood">It met every goodput bound.</param>
    /// <param name="span">The window.</param>
    public void Add(RequestTimeline timeline, in RequestFigures figures, bool isGood, SteadySpan span)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        Sent += span.Contains(timeline.SendNs) ? 1 : 0;
        OutputTokens += TokensInside(timeline, figures.OutputTokens, span);
        if (span.Contains(timeline.EndNs))
        {
            Ended++;
            EndedGood += isGood ? 1 : 0;
            InputTokens += figures.InputTokens;
        }
    }

    private static double TokensInside(RequestTimeline timeline, int outputTokens, SteadySpan span)
    {
        if (timeline.OutputChunks == 0)
        {
            // A whole answer: all of it came at its end.
            return span.Contains(timeline.EndNs) ? outputTokens : 0;
        }

        bool first = span.Contains(timeline.FirstChunkNs);
        bool last = span.Contains(timeline.LastChunkNs);
        if (first && last)
        {
            return outputTokens;
        }

        double inside = 0;
        var reads = new TokenReads(timeline, outputTokens);
        while (reads.MoveNext())
        {
            inside += span.Contains(timeline.SendNs + reads.OffsetNs) ? reads.Tokens : 0;
        }

        return inside;
    }
}
