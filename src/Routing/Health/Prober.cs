using System.Globalization;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Health;

/// <summary>
/// Probes the workers of a fleet, one at a time: each once in an interval, spread evenly over it and jittered, so that neither the workers
/// nor the router see a herd. New workers are probed at once. Thread-safe.
/// </summary>
public sealed class Prober : IAsyncDisposable
{
    // Several routers that probe the same workers must not fall into step.
    private const double Jitter = 0.2;

    // New workers are probed 500 a second: a fleet of 100 is known in a fifth of a second, and still no two probes begin at once.
    private static readonly TimeSpan s_gapMin = TimeSpan.FromMilliseconds(2);

    private readonly Lock _lock = new();
    private readonly Fleet _fleet;
    private readonly ProbeSettings _settings;
    private readonly IProbe _probe;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly ProbeRing _ring;
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isStarted;
    private bool _isStopped;
    private bool _fleetChanged;
    private int _underWay;
    private long _nextInTurn;
    private long _nextAllowed;
    private long _armedFor = long.MaxValue;

    /// <summary>Creates a prober that does nothing before <see cref="Start"/>.</summary>
    /// <param name="fleet">Whom to probe, and who is told.</param>
    /// <param name="settings">How; valid.</param>
    /// <param name="probe">Asks a worker.</param>
    /// <param name="time">The clock.</param>
    /// <param name="seed">Seeds the jitter.</param>
    public Prober(Fleet fleet, ProbeSettings settings, IProbe probe, TimeProvider time, int seed)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(time);
        _fleet = fleet;
        _settings = settings;
        _probe = probe;
        _time = time;
        _random = new Random(seed);
        _ring = new ProbeRing(settings);
        _timer = time.CreateTimer(static self => ((Prober)self!).TakeTurn(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Raised when a probe has changed a worker's health, with that probe; outside of any lock, on whatever thread.</summary>
    public event Action<Worker, LastProbe>? HealthChanged;

    /// <summary>Begins, with every worker that is there.</summary>
    public void Start()
    {
        lock (_lock)
        {
            if (_isStarted || _isStopped)
            {
                return;
            }

            _isStarted = true;
            _nextAllowed = _nextInTurn = _time.GetTimestamp();
        }

        _fleet.Changed += OnFleetChanged;
        OnFleetChanged();
    }

    /// <summary>What the latest probe of a worker found; null before the first.</summary>
    public LastProbe? LastProbeOf(Worker worker)
    {
        lock (_lock)
        {
            return _ring.Find(worker)?.Last;
        }
    }

    /// <summary>Stops: no probe begins, those under way are given up and waited for.</summary>
    public async ValueTask DisposeAsync()
    {
        _fleet.Changed -= OnFleetChanged;
        lock (_lock)
        {
            if (_isStopped)
            {
                return;
            }

            _isStopped = true;
            _timer.Dispose();
            EndIfIdle();
        }

        await _stop.CancelAsync();
        await _ended.Task;
        _stop.Dispose();
    }

    private void OnFleetChanged()
    {
        lock (_lock)
        {
            _fleetChanged = true;
            Arm();
        }
    }

    private void TakeTurn()
    {
        ProbeEntry? entry;
        lock (_lock)
        {
            _armedFor = long.MaxValue;
            if (_isStopped)
            {
                return;
            }

            if (_fleetChanged)
            {
                _fleetChanged = false;
                _ring.Follow(_fleet.Workers);
            }

            entry = _underWay < _settings.UnderWayMax && _time.GetTimestamp() >= _nextAllowed ? Next() : null;
            if (entry is not null)
            {
                Begin(entry);
            }

            Arm();
        }

        if (entry is not null)
        {
            _ = ProbeAsync(entry);   // ends in End, whatever happens
        }
    }

    private ProbeEntry? Next()
    {
        long now = _time.GetTimestamp();
        if (_ring.NextUrgent() is { } urgent)
        {
            return urgent;
        }

        if (now < _nextInTurn || _ring.Count == 0)
        {
            return null;
        }

        // From now, not from when it was due: a process that was held up does not catch up in a burst.
        _nextInTurn = now + Ticks(TimeSpan.FromSeconds(_settings.IntervalS) / _ring.Count * (1 + (Jitter * ((2 * _random.NextDouble()) - 1))));
        return _ring.NextInTurn();
    }

    private void Begin(ProbeEntry entry)
    {
        entry.IsUnderWay = true;
        _underWay++;
        _nextAllowed = _time.GetTimestamp() + Ticks(s_gapMin);
        if (entry.Worker.State == WorkerState.Starting)
        {
            entry.Tally.Restart();
        }
    }

    private async Task ProbeAsync(ProbeEntry entry)
    {
        DateTimeOffset at = _time.GetUtcNow();
        long began = _time.GetTimestamp();
        long completedBefore = entry.CompletedCount;
        entry.CompletedCount = entry.Worker.Breaker.CompletedCount;
        ProbeAnswer answer = await AskAsync(entry.Worker);
        var last = new LastProbe(at, answer.Verdict == ProbeVerdict.Good, answer.Status, answer.Error, _time.GetElapsedTime(began).TotalMilliseconds);
        bool? health;
        lock (_lock)
        {
            health = null;
            if (!_isStopped)
            {
                entry.Last = last;
                health = entry.Tally.Add(answer.Verdict, entry.Worker.Breaker.CompletedCount > completedBefore);
            }
        }

        try
        {
            if (health is { } isHealthy && _fleet.SetHealth(entry.Worker, isHealthy))
            {
                HealthChanged?.Invoke(entry.Worker, last);
            }
        }
        finally
        {
            End(entry);
        }
    }

    private async Task<ProbeAnswer> AskAsync(Worker worker)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(_settings.TimeoutS), _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stop.Token);
        try
        {
            return await _probe.AskAsync(worker, either.Token);
        }
        catch (OperationCanceledException)
        {
            string error = string.Create(CultureInfo.InvariantCulture, $"no answer within {_settings.TimeoutS} s");
            return new ProbeAnswer(ProbeVerdict.TimedOut, null, error);
        }
        catch (Exception error)
        {
            return new ProbeAnswer(ProbeVerdict.Failed, null, EngineFailure.OneLine($"{error.GetType().Name}: {error.Message}"));
        }
    }

    private void End(ProbeEntry entry)
    {
        lock (_lock)
        {
            entry.IsUnderWay = false;
            _underWay--;
            Arm();
            EndIfIdle();
        }
    }

    private void Arm()
    {
        if (!_isStarted || _isStopped || (_underWay >= _settings.UnderWayMax && !_fleetChanged))
        {
            return;
        }

        bool isPressing = _fleetChanged || _ring.HasUrgent;
        if (!isPressing && _ring.Count == 0)
        {
            return;
        }

        long now = _time.GetTimestamp();
        long due = isPressing ? _nextAllowed : Math.Max(_nextAllowed, _nextInTurn);
        if (due < _armedFor)
        {
            _armedFor = due;
            // Timers count whole milliseconds and round down: one more, or it fires before the time.
            double leftMs = due <= now ? 0 : _time.GetElapsedTime(now, due).TotalMilliseconds;
            _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(leftMs)), Timeout.InfiniteTimeSpan);
        }
    }

    private void EndIfIdle()
    {
        if (_isStopped && _underWay == 0)
        {
            _ended.TrySetResult();
        }
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * _time.TimestampFrequency);
}
