using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Recording;

namespace LoadGen.Measurement.Results;

/// <summary>What the server said of its limits over the measurement.</summary>
/// <param name="TooManyRequests">Responses with status 429, those to later tries too.</param>
/// <param name="Unavailable">Responses with status 503 that named a time to come again.</param>
/// <param name="RetryAfterS">The times that these responses asked to wait, s.</param>
/// <param name="Retried">Requests that were sent again after such a time (<c>--honor-retry-after</c>).</param>
/// <param name="RetriedCompleted">Of these, the ones that completed.</param>
/// <param name="RetryWaitS">How long they waited for it together, s.</param>
/// <param name="Limits">The limits that responses stated.</param>
public sealed record RateLimitInfo(
    long TooManyRequests, long Unavailable, MetricSummary RetryAfterS, long Retried, long RetriedCompleted, double RetryWaitS, IReadOnlyList<RateLimitEntry> Limits)
{
    /// <summary>Puts the sums into the document's units.</summary>
    public static RateLimitInfo Of(RateLimitTotals totals)
    {
        ArgumentNullException.ThrowIfNull(totals);
        return new RateLimitInfo(
            totals.TooManyRequests, totals.Unavailable, totals.RetryAfter.Summarise(), totals.Retried, totals.RetriedCompleted, totals.RetryWaitNs / 1e9,
            [.. totals.Limits.Select(l => new RateLimitEntry(
                l.Source, l.Name, l.Responses, l.LimitMin, l.LimitMax, l.RemainingMin, l.ResetMax?.TotalSeconds, l.WindowMax?.TotalSeconds))]);
    }
}

/// <summary>One limit, over all responses that stated it; null is never stated.</summary>
/// <param name="Source">Whose header: <c>x-ratelimit</c>, <c>anthropic-ratelimit</c> or <c>ratelimit</c>.</param>
/// <param name="Name">What is limited; empty where the header does not say.</param>
/// <param name="Responses">Responses that stated it.</param>
/// <param name="LimitMin">The lowest limit stated.</param>
/// <param name="LimitMax">The highest limit stated.</param>
/// <param name="RemainingMin">The least that was left.</param>
/// <param name="ResetMaxS">The longest time to a new window, s.</param>
/// <param name="WindowS">Length of the window, s.</param>
public sealed record RateLimitEntry(
    string Source, string Name, long Responses, long? LimitMin, long? LimitMax, long? RemainingMin, double? ResetMaxS, double? WindowS);
