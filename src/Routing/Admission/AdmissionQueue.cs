namespace LoadGen.Routing.Admission;

/// <summary>
/// Bounds how many requests run at once. The others wait, a bounded number of them, by priority and then arrival, each until its deadline.
/// Thread-safe; O(log n) in the number that wait.
/// </summary>
public sealed class AdmissionQueue : IDisposable
{
    // What the service rate is estimated over; as long as a retry budget's window.
    private const int RateWindowS = 10;

    // A longer Retry-After would keep clients away from a router that has recovered meanwhile.
    private const int RetryAfterMaxS = 60;

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly IAdmissionGate? _gate;
    private readonly WaitingLine _line = new();
    private readonly SlidingCount _served;
    private readonly ITimer _timer;
    private AdmissionSettings _settings;
    private long _lastNumber;
    private long _timerAt = long.MaxValue;
    private int _inFlight;
    private bool _isStopping;

    /// <summary>Creates an empty queue.</summary>
    /// <param name="settings">Its bounds.</param>
    /// <param name="time">The clock of deadlines and rates.</param>
    /// <param name="gate">What else must hold for a request to be let in, such as <see cref="HandoffAdmission"/>.</param>
    /// <exception cref="ArgumentException">The settings are impossible.</exception>
    public AdmissionQueue(AdmissionSettings settings, TimeProvider time, IAdmissionGate? gate = null)
    {
        ArgumentNullException.ThrowIfNull(time);
        _settings = Valid(settings);
        _time = time;
        _served = new SlidingCount(time, RateWindowS);
        _timer = time.CreateTimer(static queue => ((AdmissionQueue)queue!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _gate = gate;
        if (gate is not null)
        {
            gate.Freed += OnFreed;
        }
    }

    /// <summary>Requests that run.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Requests that wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _line.Count;
            }
        }
    }

    /// <summary>Asks for admission. Completes at once unless the request has to wait.</summary>
    /// <exception cref="OperationCanceledException">The client went away (<paramref name="cancellation"/>) while the request waited.</exception>
    public ValueTask<AdmissionResult> EnterAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<AdmissionResult>(cancellation);
        }

        Waiter waiter;
        lock (_lock)
        {
            if (_isStopping)
            {
                return new(Refused(AdmissionOutcome.Stopping));
            }

            // Who comes must not overtake those who wait.
            if (_line.Count == 0 && HasRoom())
            {
                return new(Admit());
            }

            if (_line.Count >= _settings.QueueSizeMax && !TryMakePlace(request.Priority))
            {
                return new(Refused(AdmissionOutcome.QueueFull));
            }

            waiter = new Waiter(request.Priority, ++_lastNumber, DeadlineOf(request));
            _line.Add(waiter);
            LetIn(atMost: 1);
            SetTimer();
        }

        WatchForCancellation(waiter, cancellation);
        return new(waiter.Task);
    }

    /// <summary>What <c>Retry-After</c> should say now: how long those who wait will take at the rate of late; at least 1 s.</summary>
    public int RetryAfterS()
    {
        lock (_lock)
        {
            return EstimateS();
        }
    }

    /// <summary>Takes other bounds from now on. Those who run go on even where that is too many; those who wait go on waiting.</summary>
    /// <exception cref="ArgumentException">The settings are impossible.</exception>
    public void Apply(AdmissionSettings settings)
    {
        AdmissionSettings valid = Valid(settings);
        lock (_lock)
        {
            _settings = valid;
            LetIn(int.MaxValue);
        }
    }

    /// <summary>Lets nobody in any more: those who wait and those who come get <see cref="AdmissionOutcome.Stopping"/>. Those who run go on.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _isStopping = true;
            while (_line.First is { } waiter)
            {
                Leave(waiter, Refused(AdmissionOutcome.Stopping));
            }
        }
    }

    /// <summary>Stops, and frees the timer.</summary>
    public void Dispose()
    {
        if (_gate is not null)
        {
            _gate.Freed -= OnFreed;
        }

        Stop();
        _timer.Dispose();
    }

    /// <summary>A request that ran is over.</summary>
    internal void Release()
    {
        lock (_lock)
        {
            _inFlight--;
            _served.Add();
            LetIn(atMost: 1);
        }
    }

    private static AdmissionSettings Valid(AdmissionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        IReadOnlyList<string> problems = settings.Validate();
        return problems.Count == 0 ? settings : throw new ArgumentException(string.Join("; ", problems), nameof(settings));
    }

    private bool HasRoom() => _inFlight < _settings.MaxInFlight && _gate is not { IsOpen: false };

    private AdmissionResult Admit()
    {
        _inFlight++;
        return new AdmissionResult(AdmissionOutcome.Admitted, new AdmissionPermit(this), 0);
    }

    private AdmissionResult Refused(AdmissionOutcome outcome) => new(outcome, null, EstimateS());

    private int EstimateS()
    {
        // Nothing served in the whole window: it takes at least that long for one.
        double ratePerS = (double)Math.Max(1, _served.Sum()) / RateWindowS;
        return (int)Math.Clamp(Math.Ceiling(_line.Count / ratePerS), 1, RetryAfterMaxS);
    }

    private long DeadlineOf(AdmissionRequest request)
    {
        TimeSpan timeout = request.Timeout ?? TimeSpan.FromSeconds(_settings.QueueTimeoutS);
        return _time.GetTimestamp() + (long)(timeout.TotalSeconds * _time.TimestampFrequency);
    }

    // The newcomer takes the place of the last of those who wait, if it is worth more.
    private bool TryMakePlace(int priority)
    {
        if (_line.Last is not { } last || last.Priority >= priority)
        {
            return false;
        }

        Leave(last, Refused(AdmissionOutcome.QueueFull));
        return true;
    }

    private void LetIn(int atMost)
    {
        long now = _time.GetTimestamp();
        for (int i = 0; i < atMost && HasRoom();)
        {
            if (_line.First is not { } waiter)
            {
                return;
            }

            // The timer may be late.
            bool isLate = waiter.Deadline <= now;
            Leave(waiter, isLate ? Refused(AdmissionOutcome.DeadlinePassed) : Admit());
            i += isLate ? 0 : 1;
        }
    }

    private void Leave(Waiter waiter, AdmissionResult result)
    {
        if (_line.Remove(waiter))
        {
            // Not Dispose: it would wait for a callback that waits for our lock.
            waiter.Cancellation.Unregister();
            waiter.SetResult(result);
        }
    }

    private void WatchForCancellation(Waiter waiter, CancellationToken cancellation)
    {
        if (!cancellation.CanBeCanceled || waiter.Task.IsCompleted)
        {
            return;
        }

        CancellationTokenRegistration registration = cancellation.UnsafeRegister((state, token) => Cancel((Waiter)state!, token), waiter);
        lock (_lock)
        {
            waiter.Cancellation = registration;
        }

        if (waiter.Task.IsCompleted)
        {
            registration.Unregister();
        }
    }

    private void Cancel(Waiter waiter, CancellationToken token)
    {
        lock (_lock)
        {
            if (_line.Remove(waiter))
            {
                waiter.SetCanceled(token);
            }
        }
    }

    private void OnFreed(bool everybody)
    {
        lock (_lock)
        {
            LetIn(everybody ? int.MaxValue : 1);
        }
    }

    private void OnTimer()
    {
        lock (_lock)
        {
            _timerAt = long.MaxValue;
            long now = _time.GetTimestamp();
            while (_line.Earliest is { } waiter && waiter.Deadline <= now)
            {
                Leave(waiter, Refused(AdmissionOutcome.DeadlinePassed));
            }

            SetTimer();
        }
    }

    // One timer for all: set anew only for an earlier deadline. Where that one leaves before, the timer finds nothing to do, once.
    private void SetTimer()
    {
        if (_line.Earliest is { } waiter && waiter.Deadline < _timerAt)
        {
            _timerAt = waiter.Deadline;
            double ms = Math.Max(0, (waiter.Deadline - _time.GetTimestamp()) * 1000.0 / _time.TimestampFrequency);

            // Timers count whole milliseconds; rounded down they would come before the deadline, over and over.
            _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(ms)), Timeout.InfiniteTimeSpan);
        }
    }
}
