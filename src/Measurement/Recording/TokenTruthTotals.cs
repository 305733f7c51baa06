using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Recording;

/// <summary>How far the server's output counts, our own and the chunks agree, over completed requests. Single-threaded.</summary>
public sealed class TokenTruthTotals
{
    /// <summary>The server's usage against the tokens we counted in the text.</summary>
    public Disagreement UsageAgainstCounted { get; } = new();

    /// <summary>The server's usage against the chunks with output.</summary>
    public Disagreement UsageAgainstChunks { get; } = new();

    /// <summary>Output tokens by our own count.</summary>
    public long CountedTokens { get; private set; }

    /// <summary>Requests whose text was counted.</summary>
    public long Counted { get; private set; }

    /// <summary>Requests in which every output chunk stated its tokens.</summary>
    public long WithChunkTokens { get; private set; }

    /// <summary>Requests whose usage stated reasoning tokens.</summary>
    public long WithReasoning { get; private set; }

    /// <summary>Their reasoning tokens.</summary>
    public long ReasoningTokens { get; private set; }

    /// <summary>Adds a completed request.</summary>
    public void Add(RequestTimeline timeline)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        WithChunkTokens += timeline.HasChunkTokens ? 1 : 0;
        Counted += timeline.CountedTokens >= 0 ? 1 : 0;
        CountedTokens += Math.Max(0, timeline.CountedTokens);
        if (timeline.Usage is not { } usage)
        {
            return;
        }

        WithReasoning += usage.ReasoningTokens >= 0 ? 1 : 0;
        ReasoningTokens += Math.Max(0, usage.ReasoningTokens);
        if (usage.CompletionTokens < 0)
        {
            return;
        }

        if (timeline.CountedTokens >= 0)
        {
            UsageAgainstCounted.Add(usage.CompletionTokens, timeline.CountedTokens);
        }

        if (timeline.OutputChunks > 0)
        {
            UsageAgainstChunks.Add(usage.CompletionTokens, timeline.OutputChunks);
        }
    }
}

/// <summary>How far two counts of the same requests differ. Single-threaded.</summary>
public sealed class Disagreement
{
    /// <summary>Requests that have both counts.</summary>
    public long Requests { get; private set; }

    /// <summary>Requests whose counts differ.</summary>
    public long Differing { get; private set; }

    /// <summary>The first count − the second, over all requests.</summary>
    public long Sum { get; private set; }

    /// <summary>The largest difference of one request, either way.</summary>
    public long Largest { get; private set; }

    /// <summary>Adds a request's counts.</summary>
    public void Add(long first, long second)
    {
        Requests++;
        Differing += first == second ? 0 : 1;
        Sum += first - second;
        Largest = Math.Max(Largest, Math.Abs(first - second));
    }
}
