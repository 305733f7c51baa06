namespace LoadGen.Launching.Tests.Support;

/// <summary>A clock whose periodic timers tick as fast as they can, each tick moving it on by the period. A timer that fires once never does.</summary>
internal sealed class JumpingTime : TimeProvider
{
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(1);

    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) + new TimeSpan(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        TimeSpan tick = period == Timeout.InfiniteTimeSpan ? period : s_tick;
        return new Timer(
            _ =>
            {
                Interlocked.Add(ref _now, period.Ticks);
                callback(state);
            },
            null, tick, tick);
    }
}
