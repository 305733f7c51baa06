using System.Globalization;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Health;

/// <summary>
/// Whether requests are welcome: every role that is needed has a worker, and since the last time one had none, a pair has completed a
/// canary generation. Workers that answer their probes are not yet a pair that works (sglang #33740). Thread-safe.
/// </summary>
public sealed class Readiness : IAsyncDisposable
{
    // The fleet says when workers come and go, but not when breakers open: those are looked for this often, and at each question.
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Fleet _fleet;
    private readonly RoleAvailability _availability;
    private readonly ReadinessSettings _settings;
    private readonly Func<CancellationToken, Task<CanaryResult>> _canary;
    private readonly TimeProvider _time;
    private readonly CanarySchedule _schedule;
    private readonly ITimer _timer;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource? _running;
    private string? _closedBecause;
    private string? _lastFailure;
    private long _completed;
    private long _failed;

    // How often a role has lost its last worker. A canary that began before proves nothing about the pairs there are now.
    private long _losses;
    private long _lossesWhenBegun;
    private bool _isStarted;
    private bool _isStopped;
    private bool _isAvailable;
    private bool _isReady;

    /// <summary>Creates it, not ready, doing nothing before <see cref="Start"/>.</summary>
    /// <param name="fleet">The workers.</param>
    /// <param name="roles">The roles of which each must have a worker: prefill and decode, or both.</param>
    /// <param name="settings">How often canaries run; valid.</param>
    /// <param name="canary">Generates one token through a pair. Must not block; is cancelled when its time is over or a role has no worker any more.</param>
    /// <param name="time">The clock.</param>
    /// <param name="seed">Seeds the jitter.</param>
    public Readiness(
        Fleet fleet,
        IReadOnlyList<WorkerRole> roles,
        ReadinessSettings settings,
        Func<CancellationToken, Task<CanaryResult>> canary,
        TimeProvider time,
        int seed)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(time);
        _fleet = fleet;
        _availability = new RoleAvailability(fleet, roles);
        _settings = settings;
        _canary = canary;
        _time = time;
        _schedule = new CanarySchedule(settings, new Random(seed), time.TimestampFrequency);
        _timer = time.CreateTimer(static self => ((Readiness)self!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Raised after readiness was gained or lost, with what it is now; outside of any lock, on whatever thread.</summary>
    public event Action<bool>? Changed;

    /// <summary>Requests are welcome.</summary>
    public bool IsReady
    {
        get
        {
            Look();
            lock (_lock)
            {
                return _isReady && _closedBecause is null;
            }
        }
    }

    /// <summary>Begins to watch the workers and to run canaries.</summary>
    public void Start()
    {
        lock (_lock)
        {
            if (_isStarted || _isStopped)
            {
                return;
            }

            _isStarted = true;
        }

        _fleet.Changed += Look;
        Look();
    }

    /// <summary>The router takes no more requests, as when it shuts down: it is not ready from now on, whatever its workers do.</summary>
    /// <param name="reason">Why, as <c>GET /ready</c> says it.</param>
    public void Close(string reason)
    {
        bool wasReady;
        lock (_lock)
        {
            wasReady = _isReady && _closedBecause is null;
            _closedBecause ??= reason;
        }

        if (wasReady)
        {
            Changed?.Invoke(false);
        }
    }

    /// <summary>What there is to say about it now.</summary>
    public ReadinessReport Report()
    {
        Look();
        lock (_lock)
        {
            string? reason = _closedBecause ?? _availability.Missing() ?? (_isReady ? null : CanaryReason());
            return new ReadinessReport(reason is null, reason, _availability.Report(), _completed, _failed);
        }
    }

    /// <summary>Stops: a canary under way is cancelled and waited for.</summary>
    public async ValueTask DisposeAsync()
    {
        _fleet.Changed -= Look;
        CancellationTokenSource? running;
        lock (_lock)
        {
            _isStopped = true;
            _timer.Dispose();
            running = _running;
            EndIfIdle();
        }

        Cancel(running);
        await _ended.Task;
    }

    // Every way in ends here: a change of the fleet, the timer, a question. What has changed since the last look is acted upon.
    private void Look()
    {
        CancellationTokenSource? abandoned = null;
        CancellationTokenSource? begun = null;
        bool lost = false;
        lock (_lock)
        {
            if (!_isStarted || _isStopped)
            {
                return;
            }

            bool isAvailable = _availability.IsComplete;
            if (isAvailable && !_isAvailable)
            {
                _schedule.Restart(_time.GetTimestamp());
                _lastFailure = null;
            }
            else if (!isAvailable && _isAvailable)
            {
                lost = _isReady && _closedBecause is null;
                _isReady = false;
                _losses++;
                abandoned = _running;
            }

            _isAvailable = isAvailable;
            if (isAvailable && _running is null && _schedule.DueAt <= _time.GetTimestamp())
            {
                begun = _running = new CancellationTokenSource(TimeSpan.FromSeconds(_settings.CanaryTimeoutS), _time);
                _lossesWhenBegun = _losses;
            }

            Arm();
        }

        Cancel(abandoned);
        if (lost)
        {
            Changed?.Invoke(false);
        }

        if (begun is not null)
        {
            _ = RunCanaryAsync(begun);   // ends in End, whatever happens
        }
    }

    private async Task RunCanaryAsync(CancellationTokenSource running)
    {
        CanaryResult result;
        try
        {
            result = await _canary(running.Token);
        }
        catch (OperationCanceledException)
        {
            string timeout = string.Create(CultureInfo.InvariantCulture, $"it had no end within {_settings.CanaryTimeoutS} s");
            result = new CanaryResult(false, timeout);
        }
        catch (Exception error)
        {
            result = new CanaryResult(false, $"{error.GetType().Name}: {error.Message}");
        }

        End(running, result);
    }

    private void End(CancellationTokenSource running, CanaryResult result)
    {
        bool? changed;
        lock (_lock)
        {
            _running = null;
            changed = _isStopped || _lossesWhenBegun != _losses ? null : Count(result);
            EndIfIdle();
        }

        running.Dispose();
        if (changed is { } isReady)
        {
            Changed?.Invoke(isReady);
        }

        Look();
    }

    // What readiness has become; null when it has not changed.
    private bool? Count(CanaryResult result)
    {
        bool wasReady = _isReady;
        long now = _time.GetTimestamp();
        if (result.Succeeded)
        {
            _completed++;
            _schedule.Completed(now);
            _isReady = true;
        }
        else
        {
            _failed++;
            _schedule.Failed(now);
            _lastFailure = EngineFailure.OneLine(result.Detail ?? "no reason given");
            _isReady &= !_schedule.HasFailedTooOften;
        }

        return wasReady == _isReady || _closedBecause is not null ? null : _isReady;
    }

    private string CanaryReason() => _lastFailure is null
        ? "no canary generation has completed yet: the first is under way"
        : $"no canary generation has completed since a pair became available; the last one failed: {_lastFailure}";

    private void Arm()
    {
        TimeSpan left = s_look;
        if (_isAvailable && _running is null && _schedule.DueAt != long.MaxValue)
        {
            TimeSpan due = _time.GetElapsedTime(_time.GetTimestamp(), _schedule.DueAt);
            left = due < left ? TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(due.TotalMilliseconds))) : left;
        }

        _timer.Change(left, Timeout.InfiniteTimeSpan);
    }

    private void EndIfIdle()
    {
        if (_isStopped && _running is null)
        {
            _ended.TrySetResult();
        }
    }

    private static void Cancel(CancellationTokenSource? running)
    {
        try
        {
            running?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended between the look and here: there is nothing left to cancel.
        }
    }
}
