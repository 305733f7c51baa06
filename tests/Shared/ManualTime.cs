namespace LoadGen.Shared;

/// <summary>A clock that stands still until the test moves it. Timers fire on the way, each at its own time, on the thread that moves it.</summary>
internal sealed class ManualTime : TimeProvider
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _armed = [];
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public TimeSpan Elapsed => new(GetTimestamp());

    /// <summary>How many timers wait: tells that someone has begun to.</summary>
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

    /// <summary>Seconds until the next timer falls due; infinite when none waits.</summary>
    public double NextDueS
    {
        get
        {
            lock (_lock)
            {
                return _armed.Count == 0 ? double.PositiveInfinity : TimeSpan.FromTicks(_armed.Min(timer => timer.DueTicks) - _ticks).TotalSeconds;
            }
        }
    }

    public override long GetTimestamp() => Volatile.Read(ref _ticks);

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
        long until = GetTimestamp() + by.Ticks;
        while (TakeDue(until) is { } due)
        {
            due.Fire();
        }

        Volatile.Write(ref _ticks, until);
    }

    private ManualTimer? TakeDue(long until)
    {
        lock (_lock)
        {
            ManualTimer? next = _armed.Where(timer => timer.DueTicks <= until).MinBy(timer => timer.DueTicks);
            if (next is not null)
            {
                Volatile.Write(ref _ticks, Math.Max(_ticks, next.DueTicks));
                if (!next.Repeats())
                {
                    _armed.Remove(next);
                }
            }

            return next;
        }
    }

    private sealed class ManualTimer(ManualTime time, Action fire) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public long DueTicks { get; private set; }

        public void Fire() => fire();

        /// <summary>Is due again, a period later.</summary>
        public bool Repeats()
        {
            DueTicks += Math.Max(_period.Ticks, 0);
            return _period > TimeSpan.Zero;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                time._armed.Remove(this);
                _period = period;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    DueTicks = time._ticks + dueTime.Ticks;
                    time._armed.Add(this);
                }
            }

            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
