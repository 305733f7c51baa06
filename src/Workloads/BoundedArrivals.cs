namespace LoadGen.Workloads;

/// <summary>
/// A schedule that ends after a number of arrivals, at a point in time, or at whichever comes first. Once it has ended it stays so.
/// Not thread-safe: one pacer reads it.
/// </summary>
public abstract class BoundedArrivals : ArrivalSchedule
{
    private readonly int _count;
    private readonly long _durationNs;
    private int _issued;
    private bool _ended;

    /// <summary>The bound on arrivals, as it was given or the largest.</summary>
    private protected int CountLimit => _count;

    /// <summary>The bound on time in ns, as it was given or the largest.</summary>
    private protected long DurationLimitNs => _durationNs;

    private protected BoundedArrivals(int? count, long? durationNs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count ?? 0, nameof(count));
        ArgumentOutOfRangeException.ThrowIfNegative(durationNs ?? 0, nameof(durationNs));
        // Without a count the schedule ends after 2^31 − 1 arrivals, as request indices do.
        _count = count ?? int.MaxValue;
        _durationNs = durationNs ?? long.MaxValue;
    }

    /// <inheritdoc/>
    public sealed override bool TryNext(out long offsetNs)
    {
        if (_ended || _issued == _count || !TryCompute(_issued, out offsetNs) || offsetNs >= _durationNs)
        {
            _ended = true;
            offsetNs = 0;
            return false;
        }

        _issued++;
        return true;
    }

    /// <summary>Arrival <paramref name="index"/>, asked for in order, once each. False when there is none.</summary>
    private protected abstract bool TryCompute(int index, out long offsetNs);

    private protected static void RequireRate(double ratePerSecond, string name)
    {
        if (!(ratePerSecond > 0) || double.IsInfinity(ratePerSecond))
        {
            throw new ArgumentOutOfRangeException(name, ratePerSecond, $"The rate is {ratePerSecond} requests a second; it must be a finite number above 0.");
        }
    }
}
