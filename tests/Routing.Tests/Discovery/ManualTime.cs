namespace LoadGen.Routing.Tests.Discovery;

/// <summary>A clock that moves when told to; its timers run inside <see cref="Advance"/>.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Timer> _timers = [];
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Seconds until the next timer falls due.</summary>
    public double NextDueS
    {
        get
        {
            lock (_lock)
            {
                return TimeSpan.FromTicks(_timers.Min(t => t.DueAt) - GetTimestamp()).TotalSeconds;
            }
        }
    }

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        lock (_lock)
        {
            _timers.Add(timer);
        }

        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock; timers that fall due run one after the other, each at its time.</summary>
    public void Advance(double seconds)
    {
        long end = GetTimestamp() + TimeSpan.FromSeconds(seconds).Ticks;
        while (true)
        {
            Timer? next;
            lock (_lock)
            {
                next = _timers.Where(t => t.DueAt <= end).MinBy(t => t.DueAt);
                Interlocked.Exchange(ref _ticks, next is null ? end : Math.Max(_ticks, next.DueAt));
                next?.MoveOn();
            }

            if (next is null)
            {
                return;
            }

            next.Fire();
        }
    }

    private sealed class Timer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        private long _period;

        public long DueAt { get; private set; } = long.MaxValue;

        public void MoveOn() => DueAt = _period > 0 ? DueAt + _period : long.MaxValue;

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                _period = period == Timeout.InfiniteTimeSpan ? 0 : period.Ticks;
                DueAt = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : time.GetTimestamp() + dueTime.Ticks;
                return true;
            }
        }

        public void Dispose()
        {
            lock (time._lock)
            {
                DueAt = long.MaxValue;
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
