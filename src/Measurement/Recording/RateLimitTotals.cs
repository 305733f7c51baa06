using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Timelines;
using LoadGen.Transport.Http.Limits;

namespace LoadGen.Measurement.Recording;

/// <summary>What a run's responses said of the server's limits. Single-threaded: only the collector touches it.</summary>
public sealed class RateLimitTotals
{
    // A server that names its limits anew each time must not fill the memory.
    private const int MostLimits = 64;
    private const double SPerNs = 1e-9;

    private static readonly MetricDefinition s_retryAfter = new(
        "retry_after_s", "Retry-After", "s", SPerNs, "Time that a refusing response asked to wait.", "RFC 9110 §10.2.3");

    private readonly Dictionary<(string Source, string Name), RateLimitRange> _limits = [];

    /// <summary>Responses with status 429, those to later tries too.</summary>
    public long TooManyRequests { get; private set; }

    /// <summary>Responses with status 503 that named a time to come again.</summary>
    public long Unavailable { get; private set; }

    /// <summary>What refusing responses asked for.</summary>
    public MetricAccumulator RetryAfter { get; } = new(s_retryAfter);

    /// <summary>Requests that were sent again.</summary>
    public long Retried { get; private set; }

    /// <summary>Of these, the ones that completed.</summary>
    public long RetriedCompleted { get; private set; }

    /// <summary>How long they waited for the server together, ns.</summary>
    public long RetryWaitNs { get; private set; }

    /// <summary>The limits that responses stated, by source and name.</summary>
    public IEnumerable<RateLimitRange> Limits => _limits.Values.OrderBy(l => l.Source, StringComparer.Ordinal).ThenBy(l => l.Name, StringComparer.Ordinal);

    /// <summary>Adds a finished request.</summary>
    public void Add(RequestTimeline timeline)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        if (timeline.Retries > 0)
        {
            Retried++;
            RetriedCompleted += timeline.Outcome == Outcome.Completed ? 1 : 0;
            RetryWaitNs += timeline.RetryWaitNs;
        }

        foreach (RateLimitNotice notice in timeline.Notices ?? [])
        {
            Add(notice);
        }
    }

    private void Add(RateLimitNotice notice)
    {
        TooManyRequests += notice.Status == 429 ? 1 : 0;
        Unavailable += notice is { Status: 503, IsRefusal: true } ? 1 : 0;
        if (notice is { IsRefusal: true, RetryAfter: { } wait })
        {
            RetryAfter.Record(wait.Ticks * 100.0);
        }

        foreach (RateLimitReading reading in notice.Readings)
        {
            if (!_limits.TryGetValue((reading.Source, reading.Name), out RateLimitRange? range))
            {
                if (_limits.Count >= MostLimits)
                {
                    continue;
                }

                range = new RateLimitRange(reading.Source, reading.Name);
                _limits.Add((reading.Source, reading.Name), range);
            }

            range.Add(reading);
        }
    }
}

/// <summary>One limit, over all responses that stated it; null is never stated.</summary>
/// <param name="source">Whose header.</param>
/// <param name="name">What is limited.</param>
public sealed class RateLimitRange(string source, string name)
{
    /// <summary>Whose header.</summary>
    public string Source => source;

    /// <summary>What is limited.</summary>
    public string Name => name;

    /// <summary>Responses that stated it.</summary>
    public long Responses { get; private set; }

    /// <summary>The lowest limit stated.</summary>
    public long? LimitMin { get; private set; }

    /// <summary>The highest limit stated.</summary>
    public long? LimitMax { get; private set; }

    /// <summary>The least that was left.</summary>
    public long? RemainingMin { get; private set; }

    /// <summary>The longest time to a new window.</summary>
    public TimeSpan? ResetMax { get; private set; }

    /// <summary>The longest window.</summary>
    public TimeSpan? WindowMax { get; private set; }

    internal void Add(RateLimitReading reading)
    {
        Responses++;
        LimitMin = Least(LimitMin, reading.Limit);
        LimitMax = Most(LimitMax, reading.Limit);
        RemainingMin = Least(RemainingMin, reading.Remaining);
        ResetMax = Most(ResetMax, reading.Reset);
        WindowMax = Most(WindowMax, reading.Window);
    }

    private static T? Least<T>(T? a, T? b)
        where T : struct, IComparable<T> => a is null || (b is { } other && other.CompareTo(a.Value) < 0) ? b : a;

    private static T? Most<T>(T? a, T? b)
        where T : struct, IComparable<T> => a is null || (b is { } other && other.CompareTo(a.Value) > 0) ? b : a;
}
