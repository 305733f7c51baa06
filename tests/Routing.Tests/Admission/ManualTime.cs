namespace LoadGen.Routing.Tests.Admission;

/// <summary>A clock that moves when a test says so, and then fires the timers that are due. A tick is 100 ns.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly List<ManualTimer> _timers = [];
    private long _now = 1_000_000;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public int TimersSet => _timers.Count(timer => timer.DueAt != long.MaxValue);

    public override long GetTimestamp() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        _timers.Add(timer);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        long to = _now + by.Ticks;
        while (_timers.MinBy(timer => timer.DueAt) is { } next && next.DueAt <= to)
        {
            _now = Math.Max(_now, next.DueAt);
            next.Fire();
        }

        _now = to;
    }

    private sealed class ManualTimer(ManualTime time, Action fire) : ITimer
    {
        public long DueAt { get; private set; } = long.MaxValue;

        public void Fire()
        {
            DueAt = long.MaxValue;
            fire();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Assert.Equal(Timeout.InfiniteTimeSpan, period);
            DueAt = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : time._now + dueTime.Ticks;
            return true;
        }

        public void Dispose() => DueAt = long.MaxValue;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
