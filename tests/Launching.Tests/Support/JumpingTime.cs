namespace LoadGen.Launching.Tests.Support;

/// <summary>A clock whose periodic timers tick as fast as they can, each tick moving it on by the period. A timer that fires once never does.</summary>
internal sealed class JumpingTime : TimeProvider
{
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(1);

    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) + new TimeSpan(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new JumpingTimer(this, callback, state, period);

    private sealed class JumpingTimer : ITimer
    {
        private readonly Timer _timer;
        private long _periodTicks;

        public JumpingTimer(JumpingTime time, TimerCallback callback, object? state, TimeSpan period)
        {
            _timer = new Timer(_ =>
            {
                Interlocked.Add(ref time._now, Interlocked.Read(ref _periodTicks));
                callback(state);
            });
            Change(period, period);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            TimeSpan tick = period == Timeout.InfiniteTimeSpan ? period : s_tick;
            Interlocked.Exchange(ref _periodTicks, Math.Max(0, period.Ticks));
            return _timer.Change(tick, tick);
        }

        public void Dispose() => _timer.Dispose();

        public ValueTask DisposeAsync() => _timer.DisposeAsync();
    }
}
