using LoadGen.Transport.Timing;

namespace LoadGen.Transport.Tests.Support;

/// <summary>A clock that moves when the test says so.</summary>
internal sealed class ManualClock(long nowNs = 0) : IMonotonicClock
{
    private long _nowNs = nowNs;

    public long NowNs => Volatile.Read(ref _nowNs);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _nowNs, by.Ticks * 100);
}
