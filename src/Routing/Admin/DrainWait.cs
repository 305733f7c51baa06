using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Admin;

/// <summary>How waiting for a draining worker ended.</summary>
internal enum DrainEnd
{
    /// <summary>The worker has nothing to do any more.</summary>
    Idle,

    /// <summary>The time was over.</summary>
    TimedOut,

    /// <summary>It was resumed or taken out meanwhile.</summary>
    Interrupted,
}

/// <summary>
/// Waits until a draining worker has nothing to do. A worker's load is counted without a signal, since every leg counts on it and nearly
/// none is watched; so this looks at it now and then, only while someone waits.
/// </summary>
internal sealed class DrainWait(TimeProvider time)
{
    // Draining takes as long as a generation: seconds. Nobody notices a twentieth of one.
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);

    /// <summary>Nothing is under way on the worker, and nothing waits in its cache to be fetched.</summary>
    public static bool IsIdle(Worker worker) => worker.Load.Requests <= 0 && worker.Load.Pinned <= 0;

    /// <summary>Waits.</summary>
    /// <param name="worker">The worker, which drains.</param>
    /// <param name="limit">At most so long; <see cref="Timeout.InfiniteTimeSpan"/>: as long as it takes.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<DrainEnd> ForAsync(Worker worker, TimeSpan limit, CancellationToken cancellation)
    {
        long began = time.GetTimestamp();
        using var timer = new PeriodicTimer(s_look, time);
        while (true)
        {
            if (worker.State != WorkerState.Draining)
            {
                return DrainEnd.Interrupted;
            }

            if (IsIdle(worker))
            {
                return DrainEnd.Idle;
            }

            if (limit != Timeout.InfiniteTimeSpan && time.GetElapsedTime(began) >= limit)
            {
                return DrainEnd.TimedOut;
            }

            await timer.WaitForNextTickAsync(cancellation);
        }
    }
}
