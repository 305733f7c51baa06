namespace LoadGen.Transport.Loops;

/// <summary>The timers of one loop, by due time. A timer that was set anew or cleared leaves its old entry behind, which is passed over.</summary>
internal sealed class TimerQueue
{
    // Arrivals that a stalled loop has to make up for must not keep it from its sockets.
    private const int MaxPerRun = 32;

    private readonly PriorityQueue<LoopTimer, long> _queue = new();

    /// <summary>When the first entry is due; <see cref="long.MaxValue"/> when there is none. May be that of a cleared timer.</summary>
    public long NextNs { get; private set; } = long.MaxValue;

    /// <summary>Whether the first entry is worth spinning for.</summary>
    public bool NextIsPrecise { get; private set; }

    public void Enqueue(LoopTimer timer, long dueNs)
    {
        _queue.Enqueue(timer, dueNs);
        Look();
    }

    /// <summary>Runs what is due at <paramref name="nowNs"/>, up to a bound; the rest at the next call.</summary>
    public void Run(long nowNs)
    {
        for (int run = 0; run < MaxPerRun && NextNs <= nowNs && _queue.TryDequeue(out LoopTimer? timer, out long dueNs); run++)
        {
            Look();
            if (timer.DueNs == dueNs)
            {
                timer.Run(nowNs);
            }
        }
    }

    private void Look()
    {
        bool any = _queue.TryPeek(out LoopTimer? first, out long dueNs);
        NextNs = any ? dueNs : long.MaxValue;
        NextIsPrecise = any && first!.IsPrecise;
    }
}
