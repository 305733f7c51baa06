using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Timelines;
using LoadGen.Transport.Timing;
using LoadGen.Workloads;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Measurement.Running;

/// <summary>One phase under way: which request comes next, who is at work, and whether to go on. Thread-safe.</summary>
internal sealed class RunPhase : IDisposable
{
    // A target that refuses this many connections in a row, none answered in between, is gone. At least 100, so that a short
    // outage under a small concurrency is measured as failures and not taken for the end.
    private const int MinRefusalsInARow = 100;

    private readonly Workload _workload;
    private readonly long _limit;
    private readonly long _endNs;
    private readonly int _maxRefusals;
    private readonly SteadyWindow? _window;
    private readonly ClientShare _share;
    private readonly bool _countsSessions;
    private readonly IMonotonicClock _clock;
    private long _stoppedNs;
    private long _next;
    private long _active;
    private int _refusals;
    private int _stopped;
    private DatasetFormatException? _sourceFailure;
    private readonly CancellationTokenSource _stop = new();
    private volatile bool _isDry;

    public RunPhase(PhasePlan plan, long endNs, int? concurrency, Collector collector, LiveShards live, IMonotonicClock clock)
    {
        _clock = clock;
        _workload = plan.Workload;
        _limit = Math.Min(plan.Requests ?? long.MaxValue, _workload.Count ?? long.MaxValue);
        _endNs = endNs;
        _share = plan.Share;
        _countsSessions = plan.Sessions is { IsOpen: false };
        _maxRefusals = Math.Max(MinRefusalsInARow, 2 * (concurrency ?? 0));
        _window = collector.Window;
        Collector = collector;
        Live = live;
    }

    public Workload Workload => _workload;

    public Collector Collector { get; }

    public LiveShards Live { get; }

    /// <summary>It is the measurement, and no warm-up.</summary>
    public bool IsMeasured => _window is not null;

    /// <summary>Requests under way.</summary>
    public long Active => Interlocked.Read(ref _active);

    /// <summary>The target refused so many connections in a row that the phase ended.</summary>
    public bool TargetLost { get; private set; }

    /// <summary>The phase ended because the dataset could not be read any more; null where it could.</summary>
    public DatasetFormatException? SourceFailure => Volatile.Read(ref _sourceFailure);

    public bool IsStopped => Volatile.Read(ref _stopped) != 0;

    /// <summary>Cancelled when no further request starts, so that nobody waits for a time that will not be used.</summary>
    public CancellationToken Stopped => _stop.Token;

    /// <summary>No further request will start: stopped, out of time or out of requests.</summary>
    public bool IsOver => _isDry || IsStopped;

    /// <summary>No further request starts.</summary>
    public void Stop()
    {
        Interlocked.CompareExchange(ref _stoppedNs, _clock.NowNs, 0);
        Volatile.Write(ref _stopped, 1);
        _stop.Cancel();
        _window?.OnStopped();
    }

    /// <summary>
    /// Whether an arrival that was never sent is this client's miss: it was later than a client may be when the phase was stopped, or is by
    /// now. What came due after the stop, or just before, is nobody's.
    /// </summary>
    /// <param name="dueNs">When it was due.</param>
    /// <param name="latenessMs">How late a client may be.</param>
    public bool IsMissed(long dueNs, double latenessMs)
    {
        long stoppedNs = Interlocked.Read(ref _stoppedNs);
        return dueNs < (stoppedNs > 0 ? stoppedNs : _clock.NowNs) - (latenessMs * 1e6);
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    /// <summary>The dataset cannot be read any more: requests under way are finished and counted, no other starts.</summary>
    public void OnSourceLost(DatasetFormatException failure)
    {
        Interlocked.CompareExchange(ref _sourceFailure, failure, null);
        Stop();
    }

    /// <summary>No further request will be asked for.</summary>
    public void OnSourceDry()
    {
        _isDry = true;
        _window?.OnSourceDry();
    }

    /// <summary>The number of the next request in the workload, unless the phase is over.</summary>
    /// <param name="nowNs">The present time; held against the phase's end.</param>
    /// <param name="ordinal">The how-manyth request of this client it is, from 0.</param>
    /// <param name="index">The number.</param>
    public bool TryNext(long nowNs, out long ordinal, out int index)
    {
        // A phase that is over takes no number.
        (ordinal, index) = (-1, -1);
        bool taken = !EndsBefore(nowNs);
        if (taken)
        {
            ordinal = Interlocked.Increment(ref _next) - 1;
            taken = TryPlan(ordinal, out index);
        }

        if (!taken)
        {
            OnSourceDry();
            return false;
        }

        _window?.OnPlanned(nowNs);
        return true;
    }

    /// <summary>The number in the workload of this client's how-manyth request, where the phase has so many.</summary>
    public bool TryPlan(long ordinal, out int index)
    {
        long number = _share.RequestAt(ordinal);
        bool has = number < _limit && number <= int.MaxValue;
        index = has ? (int)number : -1;
        return has;
    }

    /// <summary>Whether a schedule's arrival will be made: the phase is not over by then.</summary>
    /// <param name="index">The arrival's index.</param>
    /// <param name="dueNs">When it is due.</param>
    public bool TryTake(long index, long dueNs)
    {
        if (EndsBefore(dueNs) || index >= _limit || index > int.MaxValue)
        {
            return false;
        }

        _window?.OnPlanned(dueNs);
        return true;
    }

    /// <summary>No request that is due then will be made: the phase is stopped, or over before.</summary>
    public bool EndsBefore(long dueNs) => IsStopped || dueNs >= _endNs;

    /// <summary>The number of a session's next turn among all requests, unless the phase is over. Which turn that is, its session knows.</summary>
    /// <param name="nowNs">The present time.</param>
    /// <param name="index">The number.</param>
    public bool TryTakeTurn(long nowNs, out int index)
    {
        index = -1;
        if (!EndsBefore(nowNs))
        {
            if (TryPlan(Interlocked.Increment(ref _next) - 1, out index))
            {
                return true;
            }
        }

        OnSourceDry();
        return false;
    }

    /// <summary>A session will begin by its schedule.</summary>
    public void OnSessionPlanned(long dueNs) => _window?.OnPlanned(dueNs);

    /// <summary>A session is under way. Where a number of them is kept, that is what the steady state is about.</summary>
    public void OnSessionBegan(long nowNs)
    {
        if (_countsSessions)
        {
            _window?.OnSent(nowNs);
        }
    }

    /// <summary>It is over.</summary>
    public void OnSessionOver(long nowNs)
    {
        if (_countsSessions)
        {
            _window?.OnFinished(nowNs, wasSent: true, completed: true);
        }
    }

    public void OnStarted() => Interlocked.Increment(ref _active);

    /// <summary>A request is on its way to the server. Told again when it is sent again: that counts once.</summary>
    public void OnSent(RequestTimeline timeline)
    {
        if (!timeline.WasSent)
        {
            timeline.WasSent = true;
            if (!_countsSessions)
            {
                _window?.OnSent(timeline.SendNs);
            }
        }
    }

    /// <summary>A request is over: passes it on, and watches for a target that is gone.</summary>
    public void OnFinished(RequestTimeline timeline)
    {
        Interlocked.Decrement(ref _active);
        if (_countsSessions)
        {
            _window?.OnPassed(timeline.EndNs);
        }
        else
        {
            _window?.OnFinished(timeline.EndNs, timeline.WasSent, timeline.Outcome == Outcome.Completed);
        }

        if (timeline.Outcome != Outcome.Refused)
        {
            Volatile.Write(ref _refusals, 0);
        }
        else if (Interlocked.Increment(ref _refusals) >= _maxRefusals)
        {
            TargetLost = true;
            Stop();
        }

        Collector.Enqueue(timeline);
    }
}
