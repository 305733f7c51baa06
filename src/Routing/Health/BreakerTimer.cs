namespace LoadGen.Routing.Health;

/// <summary>
/// One timer for the open breakers of all workers. A worker whose breaker is open is not among those that are picked from, so nobody would
/// look at it again: this ends its time. With no breaker open it does nothing. Thread-safe.
/// </summary>
public sealed class BreakerTimer : IDisposable
{
    // Breakers that opened in one moment, when a switch failed, must not send their trials in one moment again.
    private const double Jitter = 0.2;

    private readonly Lock _lock = new();
    private readonly PriorityQueue<(CircuitBreaker Breaker, long Round), long> _open = new();
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly ITimer _timer;
    private bool _isDisposed;

    /// <summary>Creates it, with nothing to wait for.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="seed">Seeds the jitter.</param>
    public BreakerTimer(TimeProvider time, int seed)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _random = new Random(seed);
        _timer = time.CreateTimer(static self => ((BreakerTimer)self!).EndWhatIsDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The one for breakers that were not given one: on the system's clock, for the whole process.</summary>
    internal static BreakerTimer Common { get; } = new(TimeProvider.System, Environment.ProcessId);

    /// <summary>Ends nothing any more: open breakers stay so.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _open.Clear();
            _timer.Dispose();
        }
    }

    /// <summary>This time, or up to a fifth less.</summary>
    internal TimeSpan Jittered(TimeSpan time)
    {
        lock (_lock)
        {
            return time * (1 - (Jitter * _random.NextDouble()));
        }
    }

    /// <summary>Lets a breaker know when its time is over.</summary>
    internal void EndAfter(TimeSpan time, CircuitBreaker breaker, long round)
    {
        lock (_lock)
        {
            if (!_isDisposed)
            {
                long due = _time.GetTimestamp() + (long)Math.Ceiling(time.TotalSeconds * _time.TimestampFrequency);
                _open.Enqueue((breaker, round), due);
                Arm();
            }
        }
    }

    private void EndWhatIsDue()
    {
        var due = new List<(CircuitBreaker Breaker, long Round)>();
        lock (_lock)
        {
            long now = _time.GetTimestamp();
            while (_open.TryPeek(out _, out long at) && at <= now)
            {
                due.Add(_open.Dequeue());
            }

            Arm();
        }

        foreach ((CircuitBreaker breaker, long round) in due)
        {
            breaker.EndOpen(round);
        }
    }

    private void Arm()
    {
        if (!_isDisposed && _open.TryPeek(out _, out long at))
        {
            // Timers count whole milliseconds and round down: one more, or it fires before the time and again at once.
            TimeSpan left = _time.GetElapsedTime(_time.GetTimestamp(), at);
            _timer.Change(left > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)) : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
