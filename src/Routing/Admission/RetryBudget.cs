namespace LoadGen.Routing.Admission;

/// <summary>
/// Bounds retries to a share of the requests of the last seconds, and a few a second on top for a router with little to do: when workers fail
/// for many, retries must not become the load that keeps them down. Thread-safe.
/// </summary>
public sealed class RetryBudget
{
    /// <summary>The window, seconds: long enough for a burst to draw on the requests before it, short enough to follow the load.</summary>
    public const int WindowS = 10;

    private readonly Lock _lock = new();
    private readonly SlidingCount _requests;
    private readonly SlidingCount _retries;
    private readonly double _share;
    private readonly double _minimum;

    /// <summary>Creates a budget.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="share">Retries for each request, 0 to 1.</param>
    /// <param name="minPerS">Retries a second that are always allowed, 0 or more.</param>
    public RetryBudget(TimeProvider time, double share = 0.2, double minPerS = 3)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfNotEqual(share is >= 0 and <= 1, true, nameof(share));
        ArgumentOutOfRangeException.ThrowIfNotEqual(minPerS is >= 0 and <= 1_000_000, true, nameof(minPerS));
        _requests = new SlidingCount(time, WindowS);
        _retries = new SlidingCount(time, WindowS);
        _share = share;
        _minimum = minPerS * WindowS;
    }

    /// <summary>Retries that could be taken now.</summary>
    public long Left => Math.Max(0, (long)Math.Floor((_share * _requests.Sum()) + _minimum) - _retries.Sum());

    /// <summary>A request came; its retries are none.</summary>
    public void OnRequest() => _requests.Add();

    /// <summary>Takes a retry out of the budget.</summary>
    /// <returns>False when there is none left: the failure is final.</returns>
    public bool TryTake()
    {
        lock (_lock)
        {
            if (Left == 0)
            {
                return false;
            }

            _retries.Add();
            return true;
        }
    }
}
