using System.Threading.Channels;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Measurement.Running.Sessions;

/// <summary>A fixed number of sessions under way: each slot takes the next one when its own is over.</summary>
internal sealed class SessionLoop : ILoadDriver
{
    // As in a closed loop of requests: slots must not spin through the dataset before a restarting server is back.
    private const long RefusedPauseNs = 100_000_000;

    // As in a closed loop of requests, and for its reason.
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
    public SessionLoop(RunContext run, int slots, TimeSpan? rampUp, long startNs)
    {
        _run = run;
        _slots = slots;
        _rampUpNs = rampUp?.Ticks * 100;
        _startNs = startNs;
    }

    /// <inheritdoc/>
    public async Task RunAsync(RunPhase phase)
    {
        if (_slots == 0)
        {
            // A client among several whose part is empty.
            phase.OnSourceDry();
            return;
        }

        using var end = new SessionRunEnd(phase);
        _running = _slots;
        int loops = _run.Workers.Count;
        long stepNs = _rampUpNs is { } rampUpNs ? rampUpNs * loops / _slots : StepNs;
        long startNs = Math.Max(_startNs, _run.Clock.NowNs);
        for (int i = 0; i < Math.Min(loops, _slots); i++)
        {
            Worker worker = _run.Workers[i];
            var starter = new SlotStarter(
                worker.Loop, phase, ((_slots - 1 - i) / loops) + 1, stepNs, () => _ = RunSlotAsync(worker, phase, end, _run.Sessions!.Queue(0)));
            long firstNs = startNs + (stepNs * i / loops);
            worker.Loop.Post(() => starter.Start(firstNs));
        }

        await _done.Task;
    }

    private async Task RunSlotAsync(Worker worker, RunPhase phase, SessionRunEnd end, ChannelReader<SessionStart> sessions)
    {
        try
        {
            while (!end.Token.IsCancellationRequested && await sessions.WaitToReadAsync(end.Token))
            {
                if (!sessions.TryRead(out SessionStart start))
                {
                    continue;
                }

                var session = new SessionRun(_run, worker, phase, end, start);
                await session.RunAsync(_run.Clock.NowNs);
                if (session.WasRefused)
                {
                    await end.WaitAsync(worker.Loop, _run.Clock.NowNs + RefusedPauseNs);
                }

                // Sessions that end together begin together: their first turns must not hold up the tokens of those still running.
                await worker.Loop.Yield();
            }
        }
        catch (OperationCanceledException) when (end.Token.IsCancellationRequested)
        {
            // The run's end came while no session was there to be taken.
        }
        catch (DatasetFormatException e)
        {
            phase.OnSourceLost(e);
        }
        catch (Exception e)
        {
            // A defect of ours, never a target's doing: the run must end with it.
            end.Come();
            _done.TrySetException(e);
        }

        phase.OnSourceDry();
        if (Interlocked.Decrement(ref _running) == 0)
        {
            _done.TrySetResult();
        }
    }
}
