namespace LoadGen.Transport.Http.Limits;

/// <summary>What one response says of the server's limits on its clients.</summary>
/// <param name="Status">Its status.</param>
/// <param name="RetryAfter">How long the server wants to be left alone; null where it does not say.</param>
/// <param name="Readings">The limits, one entry for each.</param>
public sealed record RateLimitNotice(int Status, TimeSpan? RetryAfter, IReadOnlyList<RateLimitReading> Readings)
{
    /// <summary>The server refused the request for now: 429, or 503 with a time to come again.</summary>
    public bool IsRefusal => Status == 429 || (Status == 503 && RetryAfter is not null);
}

/// <summary>One limit as a response states it; null is not stated.</summary>
/// <param name="Source">Whose header: <c>x-ratelimit</c>, <c>anthropic-ratelimit</c> or <c>ratelimit</c> (IETF's).</param>
/// <param name="Name">What is limited, such as <c>requests</c> or <c>tokens</c>; empty where the header does not say.</param>
public sealed record RateLimitReading(string Source, string Name)
{
    /// <summary>The most in a window.</summary>
    public long? Limit { get; init; }

    /// <summary>What is left of it.</summary>
    public long? Remaining { get; init; }

    /// <summary>Time until the window begins anew.</summary>
    public TimeSpan? Reset { get; init; }

    /// <summary>Length of the window.</summary>
    public TimeSpan? Window { get; init; }
}
