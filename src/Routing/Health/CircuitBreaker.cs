using LoadGen.Routing.Pairs;

namespace LoadGen.Routing.Health;

/// <summary>
/// Keeps requests away from a worker while they fail. Thread-safe.
/// <code>
///            failures in a row, or too large a part of the window
///   Closed ────────────────────────────────────────────────────────► Open ◄───┐
///     ▲                                                 its time is over│      │ a trial fails:
///     │   enough trials succeed                                         ▼      │ twice the time
///     └──────────────────────────────────────────────────────────── HalfOpen ──┘
/// </code>
/// </summary>
public sealed class CircuitBreaker
{
    private const int StateBits = 2;
    private const long StateMask = (1 << StateBits) - 1;

    private readonly Lock _lock = new();
    private readonly BreakerSettings _settings;
    private readonly BreakerTimer _timer;
    private readonly OutcomeWindow _window;

    // The state in the low bits, above them the number of the round: one read tells both, and no two rounds are equal.
    private long _round = (long)BreakerState.Closed;
    private long _completed;
    private int _trials;
    private int _successes;
    private TimeSpan _openTime;

    /// <summary>Creates a closed breaker with the default settings.</summary>
    public CircuitBreaker()
        : this(BreakerSettings.Default, BreakerTimer.Common)
    {
    }

    /// <summary>Creates a closed breaker.</summary>
    /// <param name="settings">When it opens and closes; valid.</param>
    /// <param name="timer">Ends the time of open breakers: one for all of a router.</param>
    public CircuitBreaker(BreakerSettings settings, BreakerTimer timer)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(timer);
        _settings = settings;
        _timer = timer;
        _window = new OutcomeWindow(settings);
    }

    /// <summary>Where it stands.</summary>
    public BreakerState State => StateOf(Volatile.Read(ref _round));

    /// <summary>How many requests the worker has completed: that it works, whatever a slow probe says.</summary>
    public long CompletedCount => Volatile.Read(ref _completed);

    /// <summary>Called after each change of <see cref="State"/>, outside of any lock; the pool rebuilds what it picks from.</summary>
    public Action? Changed { get; set; }

    /// <summary>A request wants to go to the worker. True is a permission: <see cref="Report(LegOutcome)"/> must follow once.</summary>
    public bool TryEnter() => TryEnter(out _);

    /// <summary>A request wants to go to the worker. True is a permission: <see cref="Report(BreakerPass, LegOutcome)"/> must follow once.</summary>
    public bool TryEnter(out BreakerPass pass)
    {
        long round = Volatile.Read(ref _round);
        pass = new BreakerPass(round);
        return StateOf(round) switch
        {
            BreakerState.Closed => true,
            BreakerState.Open => false,
            _ => TryEnterOnTrial(out pass),
        };
    }

    /// <summary>How a request that was let through ended, where its pass is not known: it counts as let through in the present round.</summary>
    public void Report(LegOutcome outcome) => Report(new BreakerPass(Volatile.Read(ref _round)), outcome);

    /// <summary>How a request that was let through ended. Only what was let through in the present round changes anything.</summary>
    public void Report(BreakerPass pass, LegOutcome outcome)
    {
        OutcomeVerdict verdict = OutcomeVerdicts.Of(outcome);
        if (verdict == OutcomeVerdict.Success)
        {
            Interlocked.Increment(ref _completed);
        }

        BreakerState? to;
        lock (_lock)
        {
            to = pass.Round == _round ? Count(verdict) : null;
            if (to is { } state)
            {
                Enter(state);
            }
        }

        if (to is not null)
        {
            Changed?.Invoke();
        }
    }

    /// <summary>The time of this open round is over.</summary>
    internal void EndOpen(long round)
    {
        lock (_lock)
        {
            if (round != _round)
            {
                return;
            }

            Enter(BreakerState.HalfOpen);
        }

        Changed?.Invoke();
    }

    private static BreakerState StateOf(long round) => (BreakerState)(round & StateMask);

    private bool TryEnterOnTrial(out BreakerPass pass)
    {
        lock (_lock)
        {
            pass = new BreakerPass(_round);
            switch (StateOf(_round))
            {
                case BreakerState.Closed:
                    return true;
                case BreakerState.HalfOpen when _trials < _settings.TrialsMax:
                    _trials++;
                    return true;
                default:
                    return false;
            }
        }
    }

    private BreakerState? Count(OutcomeVerdict verdict)
    {
        BreakerState state = StateOf(_round);
        if (state == BreakerState.Closed)
        {
            return verdict != OutcomeVerdict.Nothing && _window.Add(verdict == OutcomeVerdict.Failure) ? BreakerState.Open : null;
        }

        if (state == BreakerState.Open)
        {
            return null;
        }

        // A pass of this round, so it took a place; without a pass a stream from before may give back what it did not take.
        _trials = Math.Max(0, _trials - 1);
        return verdict switch
        {
            OutcomeVerdict.Failure => BreakerState.Open,
            OutcomeVerdict.Success when ++_successes >= _settings.SuccessesToClose => BreakerState.Closed,
            _ => null,
        };
    }

    private void Enter(BreakerState to)
    {
        bool trialFailed = StateOf(_round) == BreakerState.HalfOpen;
        Volatile.Write(ref _round, (((_round >> StateBits) + 1) << StateBits) | (long)to);
        (_trials, _successes) = (0, 0);
        _window.Clear();
        if (to == BreakerState.Open)
        {
            TimeSpan most = TimeSpan.FromSeconds(_settings.OpenSMax);
            _openTime = !trialFailed ? TimeSpan.FromSeconds(_settings.OpenS) : _openTime * 2 < most ? _openTime * 2 : most;
            _timer.EndAfter(trialFailed ? _timer.Jittered(_openTime) : _openTime, this, _round);
        }
    }
}
