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

    public ClosedLoop(RunContext run, int slots)
    {
        _run = run;
        _slots = slots;
    }

    /// <inheritdoc/>
    public Task RunAsync(RunPhase phase)
    {
        var slots = new Task[_slots];
        for (int i = 0; i < slots.Length; i++)
        {
            slots[i] = RunSlotAsync(phase);
        }

        return Task.WhenAll(slots);
    }

    private async Task RunSlotAsync(RunPhase phase)
    {
        RequestRunner runner = _run.RentRunner();
        while (phase.TryNext(_run.Clock.NowNs, out WorkItem item))
        {
            Outcome outcome = await runner.RunAsync(phase, item, _run.Clock.NowNs);
            if (outcome == Outcome.Refused && !phase.IsStopped)
            {
                await Task.Delay(RefusedPause, _run.Cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        _run.ReturnRunner(runner);
    }
}
