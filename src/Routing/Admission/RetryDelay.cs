namespace LoadGen.Routing.Admission;

/// <summary>
/// How long to wait before a retry: exponential backoff with full jitter (any time from 0 to the bound, each as likely), so that requests that
/// failed together do not come back together.
/// </summary>
public sealed class RetryDelay
{
    private readonly TimeSpan _first;
    private readonly TimeSpan _max;

    /// <summary>Creates it.</summary>
    /// <param name="first">The bound of the first retry.</param>
    /// <param name="max">The bound that no retry exceeds.</param>
    public RetryDelay(TimeSpan first, TimeSpan max)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(first, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, first);
        _first = first;
        _max = max;
    }

    /// <summary>The delay before a retry.</summary>
    /// <param name="retry">1 for the first.</param>
    /// <param name="random">64 random bits.</param>
    public TimeSpan Before(int retry, ulong random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(retry, 1);

        // By multiplication in floating point: 2^retry cannot overflow there.
        double boundTicks = Math.Min(_max.Ticks, _first.Ticks * Math.Pow(2, retry - 1));
        return TimeSpan.FromTicks((long)(boundTicks * (random >> 11) / (1UL << 53)));
    }
}
