namespace LoadGen.Measurement.Running.Preparing;

/// <summary>
/// The next requests of a closed loop, which any slot may take: who asks first gets the lowest number. So it is known which requests come
/// next, and they are written while the slots wait for answers. Thread-safe.
/// </summary>
internal sealed class NextRequests
{
    // Slots of one loop that end together, in one look at its sockets. More would only be more memory.
    private const int MostAhead = 32;

    private readonly RunContext _run;
    private readonly RunPhase _phase;
    private readonly Lock _lock = new();
    private readonly Stack<PlannedRequest> _idle = new();
    private readonly PlannedRequest?[] _ahead;
    private readonly long[] _ordinals;
    private long _planned;
    private bool _isOver;

    /// <param name="run">The run.</param>
    /// <param name="phase">The phase whose requests they are.</param>
    /// <param name="slots">How many take requests: no more than that are written ahead.</param>
    public NextRequests(RunContext run, RunPhase phase, int slots)
    {
        (_run, _phase) = (run, phase);
        _ahead = new PlannedRequest?[Math.Clamp(slots, 1, MostAhead)];
        _ordinals = new long[_ahead.Length];
    }

    /// <summary>The next request, unless the phase is over. It still has to be taken for sending.</summary>
    /// <param name="nowNs">The present time, at which the phase was not over: when the request should start.</param>
    public PlannedRequest? Next(out long nowNs)
    {
        nowNs = _run.Clock.NowNs;
        if (!_phase.TryNext(nowNs, out long ordinal, out int index))
        {
            Close();
            return null;
        }

        lock (_lock)
        {
            int place = (int)(ordinal % _ahead.Length);
            PlannedRequest? next = _ordinals[place] == ordinal ? _ahead[place] : null;
            if (next is null)
            {
                next = Rent(index, nowNs);
            }
            else
            {
                _ahead[place] = null;
            }

            PlanAhead(ordinal, nowNs);
            return next;
        }
    }

    /// <summary>Takes a request back that is on its way.</summary>
    public void Return(PlannedRequest request)
    {
        if (request.IsFree)
        {
            lock (_lock)
            {
                _idle.Push(request);
            }
        }
    }

    /// <summary>It is over for good: what was written for nobody is given back, and nothing is written ahead any more.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isOver = true;
            foreach (ref PlannedRequest? request in _ahead.AsSpan())
            {
                request?.Abandon();
                request = null;
            }
        }
    }

    // A place that still holds a request belongs to a slot that has its number already and is about to come for it.
    private void PlanAhead(long taken, long nowNs)
    {
        for (_planned = Math.Max(_planned, taken + 1); !_isOver && _planned <= taken + _ahead.Length; _planned++)
        {
            int place = (int)(_planned % _ahead.Length);
            if (_ahead[place] is not null || !_phase.TryPlan(_planned, out int index))
            {
                return;
            }

            PlannedRequest request = Rent(index, nowNs);
            (_ahead[place], _ordinals[place]) = (request, _planned);
            _run.Preparer.Add(request);
        }
    }

    private PlannedRequest Rent(int index, long nowNs)
    {
        PlannedRequest request = _idle.TryPop(out PlannedRequest? idle) ? idle : new PlannedRequest(_run.Preparer, _run.Options, _phase);
        request.Plan(index, nowNs);
        return request;
    }
}
