using LoadGen.Transport.Http;
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

    // Requests are put together ahead while nothing is due: a trace's requests come in bursts, and 10,000 tokens take 0.1 ms to write.
    private const int MaxAhead = 32;

    // Nothing is put together this close to an arrival: the longest prompts take about 1 ms.
    private const long PrepareMarginNs = 2_000_000;

    private readonly RunContext _run;
    private readonly ArrivalSchedule _schedule;
    private readonly long _startNs;
    private readonly int _maxActive;
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly Queue<Arrival> _waiting = new();
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
        var ahead = new Queue<Arrival>();
        try
        {
            AbsoluteSleeper.InitialiseThread();
            while (PrepareAhead(phase, ahead) && WaitUntil(phase, ahead.Peek().DueNs))
            {
                Interlocked.Increment(ref _pending);
                Admit(phase, ahead.Dequeue());
            }

            Complete();
        }
        catch (Exception e)
        {
            // Nothing may be thrown on this thread unseen: the run fails with it.
            _done.TrySetException(e);
        }

        while (ahead.TryDequeue(out Arrival unsent))
        {
            _run.ReturnBuffer(unsent.Request!);
        }
    }

    /// <summary>Puts the next requests together while there is time. False when none is left.</summary>
    private bool PrepareAhead(RunPhase phase, Queue<Arrival> ahead)
    {
        while (ahead.Count == 0 || (ahead.Count < MaxAhead && ahead.Peek().DueNs - _run.Clock.NowNs > PrepareMarginNs))
        {
            if (!_schedule.TryNext(out long offsetNs))
            {
                phase.OnScheduleEnd();
                break;
            }

            if (!phase.TryNext(_startNs + offsetNs, out WorkItem item))
            {
                break;
            }

            ahead.Enqueue(new Arrival(item, _startNs + offsetNs, _run.Prepare(phase.Workload, item)));
        }

        return ahead.Count > 0;
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

    private void Admit(RunPhase phase, Arrival arrival)
    {
        lock (_gate)
        {
            if (_active == _maxActive)
            {
                // The queue has no bound, so it holds no bodies: they are written again when their turn comes.
                _run.ReturnBuffer(arrival.Request!);
                _waiting.Enqueue(arrival with { Request = null });
                return;
            }

            _active++;
        }

        _ = ServeAsync(phase, arrival);
    }

    private async Task ServeAsync(RunPhase phase, Arrival arrival)
    {
        RequestRunner runner = _run.RentRunner();
        try
        {
            do
            {
                await runner.RunAsync(phase, arrival.Item, arrival.DueNs, arrival.Request);
                Complete();
            }
            while (TakeWaiting(phase, out arrival));
        }
        catch (Exception e)
        {
            // A defect of ours, never a target's doing: the run must end with it instead of waiting for a request that is lost.
            _done.TrySetException(e);
        }

        _run.ReturnRunner(runner);
    }

    private bool TakeWaiting(RunPhase phase, out Arrival arrival)
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

            if (_waiting.TryDequeue(out arrival))
            {
                return true;
            }

            _active--;
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

    /// <summary>A request and when it is due; its bytes, where they are put together already.</summary>
    private readonly record struct Arrival(WorkItem Item, long DueNs, HttpRequestBuffer? Request);
}
