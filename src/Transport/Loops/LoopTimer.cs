namespace LoadGen.Transport.Loops;

/// <summary>Something an <see cref="EventLoop"/> does at a set time. Used on the loop's thread only; set anew each time.</summary>
public sealed class LoopTimer
{
    private readonly TimerQueue _queue;
    private readonly Action<long> _onDue;

    internal LoopTimer(TimerQueue queue, Action<long> onDue, bool isPrecise)
    {
        _queue = queue;
        _onDue = onDue;
        IsPrecise = isPrecise;
    }

    /// <summary>Worth spinning for: a sleep ends some 50 µs late.</summary>
    internal bool IsPrecise { get; }

    /// <summary>When it is due; <see cref="long.MaxValue"/> when it is not set.</summary>
    internal long DueNs { get; set; } = long.MaxValue;

    /// <summary>Lets the callback run once, at or after a time of the loop's clock; replaces what was set before.</summary>
    /// <param name="dueNs">Monotonic ns.</param>
    public void Set(long dueNs)
    {
        DueNs = dueNs;
        _queue.Enqueue(this, dueNs);
    }

    /// <summary>Takes back what was set.</summary>
    public void Clear() => DueNs = long.MaxValue;

    internal void Run(long nowNs)
    {
        DueNs = long.MaxValue;
        _onDue(nowNs);
    }
}
