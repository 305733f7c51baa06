using System.Globalization;

namespace LoadGen.Measurement.Recording;

/// <summary>
/// Finds the steady state of a run while it is on: between the ramp, while streams are still being started, and the drain, while the last
/// ones end. Thread-safe; told of requests, never of tokens.
/// </summary>
/// <remarks>
/// <para>Under a target concurrency the window opens when the requests under way (sent, and not yet over) first reach 95% of it, and
/// closes when they are fewer and no further request will start. In between, a stream whose request ended sends its next within
/// microseconds: such dips stay inside, and <see cref="BelowNs"/> is how long they took together. Of several clients' streams some may be
/// through while others go on: the window closes when those left are fewer than 95%.</para>
/// <para>Under a schedule there is no target: the window opens when the first request ends, because only then do requests leave as others
/// come, and closes when the last arrival is due. It opens whatever became of that request: an endpoint that refuses everything for
/// minutes before it answers would otherwise have all these minutes left out as its ramp.</para>
/// <para>Both are decided as the run goes, and never for a past that was seen: whatever a request brought before its end was told lies
/// inside or outside for good. So a finished request can be added up at once.</para>
/// </remarks>
public sealed class SteadyWindow
{
    /// <summary>Share of the target concurrency from which the load counts as steady, percent.</summary>
    public const int TargetPercent = 95;

    private readonly Lock _gate = new();
    private readonly string _unit;
    private readonly int _target;
    private readonly int _threshold;
    private int _active;
    private long _seenNs;
    private long _lastDueNs;
    private long _openNs;
    private long _closeNs = long.MaxValue;
    private long _belowSinceNs;
    private long _belowNs;
    private bool _isDry;
    private bool _isStopped;
    private List<LoadEvent>? _journal;

    private SteadyWindow(int target, string unit = "requests")
    {
        _unit = unit;
        _target = target;
        _threshold = (int)((((long)target * TargetPercent) + 99) / 100);
    }

    /// <summary>How the window is found, in words.</summary>
    public string Rule => IsScheduled
        ? "from the end of the first request, whatever its outcome, to the due time of the last arrival"
        : $"from the instant when {Enough} were first under way to the instant when, with no further request to start, fewer were";

    /// <summary>Why there is no window, for when <see cref="Found"/> is null.</summary>
    public string Absence => IsScheduled
        ? "no request ended before the last arrival was due"
        : $"there were never {Enough} under way while further ones were to start";

    /// <summary>The window as far as it is decided: to hold finished requests against.</summary>
    public SteadySpan Span
    {
        get
        {
            lock (_gate)
            {
                return _openNs == 0 ? default : new SteadySpan(_openNs, _closeNs);
            }
        }
    }

    /// <summary>The window of a run that is over; null when there was none.</summary>
    public SteadySpan? Found
    {
        get
        {
            lock (_gate)
            {
                long closeNs = Math.Min(_closeNs, _seenNs);
                return _openNs > 0 && closeNs > _openNs ? new SteadySpan(_openNs, closeNs) : null;
            }
        }
    }

    /// <summary>Time inside the window with fewer requests under way than it asks for, ns; 0 under a schedule.</summary>
    public long BelowNs
    {
        get
        {
            lock (_gate)
            {
                return _belowNs;
            }
        }
    }

    private bool IsScheduled => _target == 0;

    private string Enough => string.Create(CultureInfo.InvariantCulture, $"{_threshold} {_unit} ({TargetPercent}% of concurrency {_target})");

    private bool IsOpen => _openNs > 0 && _closeNs == long.MaxValue;

    /// <summary>The window of a closed loop.</summary>
    /// <param name="target">Its concurrency, 1 or more.</param>
    public static SteadyWindow UnderConcurrency(int target)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(target, 1);
        return new SteadyWindow(target);
    }

    /// <summary>The window of a set number of sessions under way, which count from their first turn's start to their last's end, gaps included.</summary>
    /// <param name="target">The number, 1 or more.</param>
    public static SteadyWindow UnderSessions(int target)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(target, 1);
        return new SteadyWindow(target, "sessions");
    }

    /// <summary>The window of a schedule: a rate or a trace.</summary>
    public static SteadyWindow UnderSchedule() => new(0);

    /// <summary>Keeps what it is told from now on, for <see cref="TakeJournal"/>.</summary>
    public void KeepJournal()
    {
        lock (_gate)
        {
            _journal ??= [];
        }
    }

    /// <summary>Hands over what it was told since the last call, in order. What it is told from now on counts as told after <paramref name="nowNs"/>.</summary>
    /// <param name="nowNs">The present time.</param>
    /// <param name="into">Gets it.</param>
    /// <returns>The instant up to which everything was handed over.</returns>
    public long TakeJournal(long nowNs, List<LoadEvent> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        lock (_gate)
        {
            if (_journal is { } journal)
            {
                into.AddRange(journal);
                journal.Clear();
            }

            return See(nowNs);
        }
    }

    /// <summary>Tells it again what another window was told.</summary>
    public void Replay(LoadEvent told)
    {
        switch (told.Kind)
        {
            case LoadEventKind.Planned:
                OnPlanned(told.ValueNs);
                break;
            case LoadEventKind.Sent:
                OnSent(told.AtNs);
                break;
            case LoadEventKind.Completed or LoadEventKind.Failed or LoadEventKind.Unsent:
                OnFinished(told.AtNs, told.Kind != LoadEventKind.Unsent, told.Kind == LoadEventKind.Completed);
                break;
            case LoadEventKind.Dry:
                OnSourceDry();
                break;
            case LoadEventKind.Stopped:
                OnStopped();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(told), told.Kind, "an event that no window is told of");
        }
    }

    /// <summary>A request was handed out; under a schedule its time may lie ahead.</summary>
    /// <param name="dueNs">When it is due.</param>
    public void OnPlanned(long dueNs)
    {
        if (!IsScheduled)
        {
            return;
        }

        lock (_gate)
        {
            Note(LoadEventKind.Planned, dueNs);
            _lastDueNs = Math.Max(_lastDueNs, dueNs);
            if (_isDry && !_isStopped && _seenNs < _closeNs)
            {
                // One of several sources was dry before the others, and the window has not closed yet.
                _closeNs = Math.Max(_closeNs, _lastDueNs);
            }
        }
    }

    /// <summary>A request was sent: it is under way.</summary>
    /// <param name="sendNs">When.</param>
    public void OnSent(long sendNs)
    {
        lock (_gate)
        {
            long atNs = See(sendNs);
            Note(LoadEventKind.Sent, atNs);
            if (++_active != _threshold || IsScheduled)
            {
                return;
            }

            if (IsOpen)
            {
                _belowNs += atNs - _belowSinceNs;
            }
            else if (_openNs == 0 && !_isDry)
            {
                _openNs = atNs;
            }
        }
    }

    /// <summary>A request is over. To be told before it is added up.</summary>
    /// <param name="endNs">When it was over: none of its instants lies later.</param>
    /// <param name="wasSent">It was under way.</param>
    /// <param name="completed">It brought its whole answer.</param>
    public void OnFinished(long endNs, bool wasSent, bool completed)
    {
        lock (_gate)
        {
            long atNs = See(endNs);
            Note(!wasSent ? LoadEventKind.Unsent : completed ? LoadEventKind.Completed : LoadEventKind.Failed, atNs);
            if (IsScheduled)
            {
                _openNs = _openNs == 0 && atNs < _closeNs ? atNs : _openNs;
            }
            else if (wasSent && _active-- == _threshold && IsOpen)
            {
                _belowSinceNs = atNs;
                _closeNs = _isDry ? atNs : _closeNs;
            }
        }
    }

    /// <summary>Something ended that it does not count: nothing is decided for the time before any more.</summary>
    public void OnPassed(long endNs)
    {
        lock (_gate)
        {
            See(endNs);
        }
    }

    /// <summary>No further request will be handed out: the number or the time asked for is reached, or the workload or schedule is at its end.</summary>
    public void OnSourceDry()
    {
        lock (_gate)
        {
            if (_isDry)
            {
                return;
            }

            Note(LoadEventKind.Dry, _seenNs);
            _isDry = true;
            if (IsScheduled)
            {
                _closeNs = Math.Max(_lastDueNs, _seenNs);
            }
            else if (IsOpen && _active < _threshold)
            {
                _belowNs += _seenNs - _belowSinceNs;
                _closeNs = _seenNs;
            }
        }
    }

    /// <summary>
    /// Streams have nothing left to do while others have: of several clients each has its own part, and one may be through first. Where too few
    /// are left to reach what the window asks for, it is as if there were no further request: the load cannot come back.
    /// </summary>
    /// <param name="streams">Requests that can be under way at once from now on; means nothing under a schedule.</param>
    public void OnStreamsLeft(int streams)
    {
        if (!IsScheduled && streams < _threshold)
        {
            OnSourceDry();
        }
    }

    /// <summary>The run is ended before its time: what was planned but has not begun will not begin.</summary>
    public void OnStopped()
    {
        OnSourceDry();
        lock (_gate)
        {
            if (!_isStopped)
            {
                Note(LoadEventKind.Stopped, _seenNs);
            }

            _isStopped = true;
            if (IsScheduled)
            {
                _closeNs = Math.Min(_closeNs, _seenNs);
            }
        }
    }

    private void Note(LoadEventKind kind, long valueNs) => _journal?.Add(new LoadEvent(kind, _seenNs, valueNs));

    // What is told is ordered by its telling: threads read the clock before they come here, and must not move the past.
    private long See(long ns) => _seenNs = Math.Max(_seenNs, ns);
}
