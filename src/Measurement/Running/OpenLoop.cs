using LoadGen.Transport.Timing;
using LoadGen.Workloads;

namespace LoadGen.Measurement.Running;

/// <summary>
/// Starts each request at its scheduled time, whatever became of the ones before. The schedule is never re-anchored: a request that
/// could not start in time starts late and its lateness is recorded. Under a limit of streams, due requests wait in order for a free
/// one; their wait is in the latencies from the intended start.
/// </summary>
internal sealed class OpenLoop : ILoadDriver
{
    // Sleeps end 24 µs late at the median and 58 µs at p99 (docs/performance.md): spin through the last 60 µs.
    private const long SpinNs = 60_000;

    // Longest sleep before looking whether the run was cancelled.
    private const long SliceNs = 50_000_000;

    private readonly RunContext _run;
    private readonly ArrivalSchedule _schedule;
    private readonly long _startNs;
    private readonly int _maxActive;
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly Queue<(WorkItem Item, long DueNs)> _waiting = new();
    private int _active;
    private long _pending = 1;

    /// <param name="run">The run.</param>
    /// <param name="schedule">Offsets from <paramref name="startNs"/>.</param>
    /// <param name="startNs">The schedule's zero.</param>
    /// <param name="maxActive">Most streams at once; null for no limit.</param>
    public OpenLoop(RunContext run, ArrivalSchedule schedule, long startNs, int? maxActive)
    {
        _run = run;
        _schedule = schedule;
        _startNs = startNs;
        _maxActive = maxActive ?? int.MaxValue;
    }

    /// <inheritdoc/>
    public Task RunAsync(RunPhase phase)
    {
        new Thread(() => Arrive(phase)) { Name = "arrivals", IsBackground = true, Priority = ThreadPriority.Highest }.Start();
        return _done.Task;
    }

    private void Arrive(RunPhase phase)
    {
        try
        {
            AbsoluteSleeper.InitialiseThread();
            while (_schedule.TryNext(out long offsetNs))
            {
                long dueNs = _startNs + offsetNs;
                if (!WaitUntil(phase, dueNs) || !phase.TryNext(dueNs, out WorkItem item))
                {
                    break;
                }

                Interlocked.Increment(ref _pending);
                Admit(phase, item, dueNs);
            }

            Complete();
        }
        catch (Exception e)
        {
            // Nothing may be thrown on this thread unseen: the run fails with it.
            _done.TrySetException(e);
        }
    }

    private bool WaitUntil(RunPhase phase, long dueNs)
    {
        while (!phase.IsStopped)
        {
            long now = _run.Clock.NowNs;
            if (dueNs - now <= SliceNs)
            {
                AbsoluteSleeper.SleepThenSpinUntil(dueNs, SpinNs);
                return true;
            }

            AbsoluteSleeper.SleepUntil(now + SliceNs);
        }

        return false;
    }

    private void Admit(RunPhase phase, WorkItem item, long dueNs)
    {
        lock (_gate)
        {
            if (_active == _maxActive)
            {
                _waiting.Enqueue((item, dueNs));
                return;
            }

            _active++;
        }

        _ = ServeAsync(phase, item, dueNs);
    }

    private async Task ServeAsync(RunPhase phase, WorkItem item, long dueNs)
    {
        RequestRunner runner = _run.RentRunner();
        try
        {
            do
            {
                await runner.RunAsync(phase, item, dueNs);
                Complete();
            }
            while (TakeWaiting(phase, out item, out dueNs));
        }
        catch (Exception e)
        {
            // A defect of ours, never a target's doing: the run must end with it instead of waiting for a request that is lost.
            _done.TrySetException(e);
        }

        _run.ReturnRunner(runner);
    }

    private bool TakeWaiting(RunPhase phase, out WorkItem item, out long dueNs)
    {
        lock (_gate)
        {
            if (phase.IsStopped)
            {
                while (_waiting.TryDequeue(out _))
                {
                    Complete();
                }
            }

            if (_waiting.TryDequeue(out (WorkItem Item, long DueNs) next))
            {
                (item, dueNs) = next;
                return true;
            }

            _active--;
            (item, dueNs) = (default, 0);
            return false;
        }
    }

    private void Complete()
    {
        if (Interlocked.Decrement(ref _pending) == 0)
        {
            _done.TrySetResult();
        }
    }
}
