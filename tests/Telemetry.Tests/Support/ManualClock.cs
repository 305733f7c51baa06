using LoadGen.Transport.Timing;

namespace LoadGen.Telemetry.Tests.Support;

/// <summary>A clock that moves on by a step each time it is read.</summary>
internal sealed class ManualClock(long startNs = 1_000_000_000, long stepNs = 0) : IMonotonicClock
{
    private long _nowNs = startNs - stepNs;

    public long NowNs => Interlocked.Add(ref _nowNs, stepNs);

    public void Set(long nowNs) => Interlocked.Exchange(ref _nowNs, nowNs);
}
