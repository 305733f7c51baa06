using LoadGen.Measurement.Timelines;
using LoadGen.Workloads;

namespace LoadGen.Measurement.Running;

/// <summary>A fixed number of slots, each making one request after another: the next starts when the one before is over.</summary>
internal sealed class ClosedLoop : ILoadDriver
{
    // A refused connection costs microseconds: without a pause, slots would spin through the whole workload before a restarting
    // server is back.
    private static readonly TimeSpan RefusedPause = TimeSpan.FromMilliseconds(100);

    private readonly RunContext _run;
    private readonly int _slots;
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;

    public ClosedLoop(RunContext run, int slots)
    {
        _run = run;
        _slots = slots;
    }

    /// <inheritdoc/>
    public Task RunAsync(RunPhase phase)
    {
        _running = _slots;
        for (int i = 0; i < _slots; i++)
        {
            Worker worker = _run.Workers[i % _run.Workers.Count];
            worker.Loop.Post(() => _ = RunSlotAsync(worker, phase));
        }

        return _done.Task;
    }

    private async Task RunSlotAsync(Worker worker, RunPhase phase)
    {
        try
        {
            RequestRunner runner = worker.RentRunner();
            while (phase.TryNext(_run.Clock.NowNs, out WorkItem item))
            {
                Outcome outcome = await runner.RunAsync(phase, item, _run.Clock.NowNs);
                if (outcome == Outcome.Refused && !phase.IsStopped)
                {
                    await Task.Delay(RefusedPause, _run.Cancellation)
                        .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                }

                // Streams that began together end together: the next requests must not hold up the tokens of those still running.
                await worker.Loop.Yield();
            }

            worker.ReturnRunner(runner);
        }
        catch (Exception e)
        {
            // A defect of ours, never a target's doing: the run must end with it.
            _done.TrySetException(e);
        }

        if (Interlocked.Decrement(ref _running) == 0)
        {
            _done.TrySetResult();
        }
    }
}
