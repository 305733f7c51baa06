using LoadGen.Transport.Timing;

namespace LoadGen.Telemetry.Sampling;

/// <summary>Unix time of monotonic stamps: both clocks are read once, so that a wall clock that is set during a run bends no series.</summary>
public sealed class WallClock
{
    private readonly long _unixNsAtZero;

    /// <summary>Reads both clocks.</summary>
    public WallClock(IMonotonicClock clock, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(time);
        _unixNsAtZero = ((time.GetUtcNow().UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) * TimeSpan.NanosecondsPerTick) - clock.NowNs;
    }

    /// <summary>Unix time, ns.</summary>
    /// <param name="monotonicNs">A stamp of the monotonic clock.</param>
    public long UnixNs(long monotonicNs) => _unixNsAtZero + monotonicNs;
}
