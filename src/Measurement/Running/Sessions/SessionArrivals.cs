using System.Threading.Channels;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Measurement.Running.Sessions;

/// <summary>
/// Begins each session at its time, whatever became of the ones before; its turns follow one another. Sessions are dealt out to the loops
/// in turn. Under a limit, due sessions wait for one to end, first come, first served; their wait is in the latencies from the intended start.
/// </summary>
internal sealed class SessionArrivals : ILoadDriver
{
    private readonly RunContext _run;
    private readonly long _startNs;
    private readonly SemaphoreSlim? _limit;
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _pending;
    private int _openShards;

    /// <param name="run">The run.</param>
    /// <param name="startNs">The schedule's zero.</param>
    /// <param name="maxActive">Most sessions at once; null for no limit.</param>
    public SessionArrivals(RunContext run, long startNs, int? maxActive)
    {
        _run = run;
        _startNs = startNs;
        _limit = maxActive is { } most ? new SemaphoreSlim(most) : null;
    }

    /// <summary>What became of the turns that came due; there once the phase has begun.</summary>
    public ArrivalTally? Tally { get; private set; }

    /// <inheritdoc/>
    public async Task RunAsync(RunPhase phase)
    {
        int shards = _run.Workers.Count;
        using var end = new SessionRunEnd(phase);
        Tally = end.Tally;
        _pending = shards;
        _openShards = shards;
        for (int i = 0; i < shards; i++)
        {
            Worker worker = _run.Workers[i];
            ChannelReader<SessionStart> sessions = _run.Sessions!.Queue(i);
            worker.Loop.Post(() => _ = BeginAllAsync(worker, phase, end, sessions));
        }

        await _done.Task;
        _limit?.Dispose();
    }

    private async Task BeginAllAsync(Worker worker, RunPhase phase, SessionRunEnd end, ChannelReader<SessionStart> sessions)
    {
        var ahead = new SessionsAhead(_run, worker, phase, end, sessions, _startNs) { IsWritten = _limit is null };
        try
        {
            while (await ahead.NextAsync() is { } due)
            {
                Interlocked.Increment(ref _pending);
                _ = ServeAsync(due.Session, phase, end, due.DueNs);
            }
        }
        catch (OperationCanceledException) when (end.Token.IsCancellationRequested)
        {
            // The run's end came while the next session was being read.
        }
        catch (DatasetFormatException e)
        {
            phase.OnSourceLost(e);
        }
        catch (Exception e)
        {
            end.Come();
            _done.TrySetException(e);
        }

        foreach (DueSession unsent in ahead.Abandon())
        {
            CountMissed(phase, end, unsent.DueNs);
        }

        if (Interlocked.Decrement(ref _openShards) == 0)
        {
            phase.OnSourceDry();
        }

        End();
    }

    private async Task ServeAsync(SessionRun session, RunPhase phase, SessionRunEnd end, long dueNs)
    {
        bool isIn = false;
        try
        {
            long waitNs = 0;
            if (_limit is not null && !_limit.Wait(0, CancellationToken.None))
            {
                await _limit.WaitAsync(end.Token);
                waitNs = _run.Clock.NowNs - dueNs;
            }

            isIn = true;
            await session.RunAsync(dueNs, waitNs);
        }
        catch (OperationCanceledException) when (end.Token.IsCancellationRequested)
        {
            CountMissed(phase, end, dueNs);
        }
        catch (Exception e)
        {
            end.Come();
            _done.TrySetException(e);
        }

        if (isIn)
        {
            _limit?.Release();
        }

        End();
    }

    // A session that was due when the run was stopped; one that lay ahead is nobody's miss.
    private void CountMissed(RunPhase phase, SessionRunEnd end, long dueNs)
    {
        if (phase.IsMissed(dueNs, _run.Options.Validity.LatenessMs))
        {
            end.Tally.OnMissed();
        }
    }

    private void End()
    {
        if (Interlocked.Decrement(ref _pending) == 0)
        {
            _done.TrySetResult();
        }
    }
}
