using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Recording;

/// <summary>What servers said of their prefix caches, over completed requests. Single-threaded.</summary>
/// <remarks>
/// Engines leave the count of cached tokens out where it is 0 or not asked for, and the two cannot be told apart: so both rates are kept, one
/// over the requests that stated a count, one over all with usage.
/// </remarks>
public sealed class CacheTotals
{
    /// <summary>Requests whose usage stated cached tokens.</summary>
    public long Requests { get; private set; }

    /// <summary>Their prompt tokens, as their usage states them.</summary>
    public long PromptTokens { get; private set; }

    /// <summary>Their cached tokens.</summary>
    public long CachedTokens { get; private set; }

    /// <summary>Requests whose usage stated prompt tokens.</summary>
    public long RequestsWithUsage { get; private set; }

    /// <summary>Their prompt tokens.</summary>
    public long PromptTokensWithUsage { get; private set; }

    /// <summary>Cached / prompt tokens where cached tokens were stated; null where none were.</summary>
    public double? HitRate => PromptTokens > 0 ? (double)CachedTokens / PromptTokens : null;

    /// <summary>Cached / prompt tokens over all requests with usage, none stated taken as 0; null where nobody stated any.</summary>
    public double? HitRateWithUsage => PromptTokens > 0 && PromptTokensWithUsage > 0 ? (double)CachedTokens / PromptTokensWithUsage : null;

    /// <summary>Adds a completed request's usage.</summary>
    public void Add(RequestTimeline timeline)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        if (timeline.Usage is not { PromptTokens: > 0 } usage)
        {
            return;
        }

        RequestsWithUsage++;
        PromptTokensWithUsage += usage.PromptTokens;
        if (usage.CachedPromptTokens >= 0)
        {
            Requests++;
            PromptTokens += usage.PromptTokens;
            CachedTokens += usage.CachedPromptTokens;
        }
    }
}
