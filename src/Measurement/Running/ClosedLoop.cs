using LoadGen.Measurement.Running.Preparing;
using LoadGen.Measurement.Timelines;
using LoadGen.Transport.Http;
using LoadGen.Workloads;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Measurement.Running;

/// <summary>A fixed number of slots, each making one request after another: the next starts when the one before is over.</summary>
internal sealed class ClosedLoop : ILoadDriver
{
    // A refused connection costs microseconds: without a pause, slots would spin through the whole workload before a restarting
    // server is back.
    private static readonly TimeSpan RefusedPause = TimeSpan.FromMilliseconds(100);

    // A stream's first token costs its loop, with the request before it, some 100 µs: many times what the next ones do. Streams that all
    // begin at once would be read late for as long as it takes to make up for that, and then go on in step.
    private const long StepNs = 250_000;

    private readonly RunContext _run;
    private readonly int _slots;
    private readonly long? _rampUpNs;
    private readonly long _startNs;
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;

    /// <param name="run">The run.</param>
    /// <param name="slots">How many.</param>
    /// <param name="rampUp">Over what time they begin, evenly; null for steps that suit the loops.</param>
    /// <param name="startNs">When the first begins; one that has passed is now.</param>
    public ClosedLoop(RunContext run, int slots, TimeSpan? rampUp, long startNs = 0)
    {
        _run = run;
        _slots = slots;
        _rampUpNs = rampUp?.Ticks * 100;
        _startNs = startNs;
    }

    /// <inheritdoc/>
    public Task RunAsync(RunPhase phase)
    {
        if (_slots == 0)
        {
            // A client among several whose part is empty.
            phase.OnSourceDry();
            return Task.CompletedTask;
        }

        _running = _slots;
        var requests = new NextRequests(_run, phase, _slots);
        int loops = _run.Workers.Count;
        long stepNs = _rampUpNs is { } rampUpNs ? rampUpNs * loops / _slots : StepNs;
        long startNs = Math.Max(_startNs, _run.Clock.NowNs);
        for (int i = 0; i < Math.Min(loops, _slots); i++)
        {
            Worker worker = _run.Workers[i];
            var starter = new SlotStarter(worker.Loop, phase, ((_slots - 1 - i) / loops) + 1, stepNs, () => _ = RunSlotAsync(worker, phase, requests));
            long firstNs = startNs + (stepNs * i / loops);
            worker.Loop.Post(() => starter.Start(firstNs));
        }

        return _done.Task;
    }

    private async Task RunSlotAsync(Worker worker, RunPhase phase, NextRequests requests)
    {
        try
        {
            RequestRunner runner = worker.RentRunner();
            while (requests.Next(out long dueNs) is { } request)
            {
                await request.TakeAsync(worker.Loop);
                (WorkItem item, HttpRequestBuffer? bytes) = (request.Item, request.Buffer);
                requests.Return(request);
                Outcome outcome = await runner.RunAsync(phase, item, dueNs, bytes);
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
        catch (DatasetFormatException e)
        {
            phase.OnSourceLost(e);
            requests.Close();
        }
        catch (Exception e)
        {
            // A defect of ours, never a target's doing: the run must end with it.
            requests.Close();
            _done.TrySetException(e);
        }

        if (Interlocked.Decrement(ref _running) == 0)
        {
            _done.TrySetResult();
        }
    }
}
