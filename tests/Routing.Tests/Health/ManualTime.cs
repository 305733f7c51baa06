namespace LoadGen.Routing.Tests.Health;

/// <summary>A clock that stands still until the test moves it. Timers fire on the way, each at its own time.</summary>
internal sealed class ManualTime : TimeProvider
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _armed = [];
    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public TimeSpan Elapsed => new(Volatile.Read(ref _now));

    /// <summary>How many timers wait.</summary>
    public int ArmedCount
    {
        get
        {
            lock (_lock)
            {
                return _armed.Count;
            }
        }
    }

    public override long GetTimestamp() => Volatile.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => s_start + Elapsed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void AdvanceSeconds(double by) => Advance(TimeSpan.FromSeconds(by));

    public void Advance(TimeSpan by)
    {
        long until = _now + by.Ticks;
        while (NextDue(until) is { } due)
        {
            due.Fire();
        }

        Volatile.Write(ref _now, until);
    }

    private ManualTimer? NextDue(long until)
    {
        lock (_lock)
        {
            ManualTimer? next = _armed.Where(t => t.Due <= until).MinBy(t => t.Due);
            if (next is not null)
            {
                Volatile.Write(ref _now, Math.Max(_now, next.Due));
                _armed.Remove(next);
                next.Repeat(_now);
            }

            return next;
        }
    }

    private sealed class ManualTimer(ManualTime owner, Action fire) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public long Due { get; private set; }

        public void Fire() => fire();

        public void Repeat(long now)
        {
            if (_period > TimeSpan.Zero)
            {
                Due = now + _period.Ticks;
                owner._armed.Add(this);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (owner._lock)
            {
                owner._armed.Remove(this);
                _period = period;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = owner._now + dueTime.Ticks;
                    owner._armed.Add(this);
                }
            }

            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
