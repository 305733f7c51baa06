using LoadGen.Measurement.Timelines;
using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Objectives;
using LoadGen.Verdicts.Observations;
using LoadGen.Verdicts.Settings;

namespace LoadGen.Verdicts.Judging;

/// <summary>
/// Judges the requests of a run as they finish. They may be told in any order; they are judged in the order in which they were due, as far
/// as all before them are over. By the order of their ends, the slow ones would be left out: a hang shows at its timeout.
/// </summary>
/// <remarks>
/// The verdict is a function of the SLA, the options, the requests and the facts: whether the run is on, or its records are read again.
/// Not thread-safe.
/// </remarks>
public sealed class SlaJudge
{
    private readonly DueOrder _order = new();
    private readonly StageCounts _counts = new();
    private readonly LookSchedule _schedule;
    private readonly Sla _sla;
    private readonly JudgeOptions _options;
    private readonly List<Observation> _judged = [];
    private readonly List<Observation> _all = [];
    private readonly List<LookInfo> _looks = [];
    private IReadOnlyList<ObjectiveVerdict>? _decision;
    private readonly bool _keepsAll;
    private bool _hasOpened;
    private bool _isWarm;
    private bool _isCut;
    private bool _isFinished;

    /// <summary>Creates it.</summary>
    /// <param name="sla">What was promised.</param>
    /// <param name="options">How to judge; null: as the SLA says.</param>
    public SlaJudge(Sla sla, JudgeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(sla);
        options ??= new JudgeOptions();
        _sla = sla;
        _options = options with { StopEarly = options.StopEarly ?? sla.File.StopEarly, PlannedRequests = options.PlannedRequests ?? sla.Load.Requests };
        _schedule = new LookSchedule(sla, _options);
        _isWarm = options.Warmup is null;
        _keepsAll = sla.Objectives.Any(objective => objective.Kind == ObjectiveKind.Whole);
    }

    /// <summary>The verdict that is certain, so that the run may end; null as long as there is none. Of accuracy it says nothing.</summary>
    public Verdict? Decided { get; private set; }

    /// <summary>How many requests the verdict rests on so far.</summary>
    public int Judged => _judged.Count;

    /// <summary>Judges a run that is over.</summary>
    /// <param name="sla">What was promised.</param>
    /// <param name="requests">Its requests, in any order.</param>
    /// <param name="facts">What else there is to know of it.</param>
    /// <param name="options">How to judge; null: as the SLA says.</param>
    /// <exception cref="ArgumentException">Two requests have one index.</exception>
    public static VerdictDocument Judge(Sla sla, IEnumerable<Observation> requests, RunFacts facts, JudgeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(requests);
        var judge = new SlaJudge(sla, options);
        foreach (Observation request in requests)
        {
            judge.Add(request);
        }

        return judge.Finish(facts);
    }

    /// <summary>Tells it of a request that is over.</summary>
    /// <exception cref="ArgumentException">It was told of this index before.</exception>
    public void Add(in Observation request)
    {
        if (_isFinished)
        {
            throw new InvalidOperationException("the verdict was given");
        }

        _order.Add(request);
        while (_order.TryTake(out Observation due))
        {
            Take(due);
        }
    }

    /// <summary>Gives the verdict; the run is over.</summary>
    /// <param name="facts">What else there is to know of it.</param>
    public VerdictDocument Finish(RunFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (_isFinished)
        {
            throw new InvalidOperationException("the verdict was given");
        }

        _isFinished = true;
        foreach (Observation request in _order.Rest())
        {
            Take(request);
        }

        Settle();
        bool isWithoutSteadyState = _judged.Count == 0 && Decided is null && !_hasOpened && facts.SteadyStartS is null;
        if (isWithoutSteadyState)
        {
            // Steady state never came: leaving all of it out would make an outage no evidence.
            _judged.AddRange(_all.TakeWhile(request => request.Outcome != Outcome.Cancelled).Where(request => request.Stage != RunStage.Unsent));
            _counts.JudgeAll();
        }

        IReadOnlyList<ObjectiveVerdict> objectives;
        if (_decision is { } decided)
        {
            objectives = _schedule.WithAccuracy(decided, facts);
        }
        else
        {
            (LookInfo last, objectives) = _schedule.Last(_judged, _all, facts, isWithoutSteadyState);
            _looks.Add(last);
        }

        return DocumentBuilder.Build(_sla, _options, _counts.Info(_order.Told, _judged.Count), _looks, objectives, _judged, facts, stoppedEarly: _decision is not null);
    }

    private void Take(in Observation request)
    {
        Keep(request);
        _isCut |= request.Outcome == Outcome.Cancelled;
        if (Decided is not null)
        {
            _counts.AfterVerdict++;
        }
        else if (_isCut)
        {
            // What was under way when the run was cut short would have been the slow ones: nothing due after the first of them counts.
            _counts.AfterCut++;
        }
        else if (_counts.Leaves(request.Stage))
        {
            return;
        }
        else
        {
            _judged.Add(request);
            if (!_isWarm && _judged.Count >= _options.WarmupDecidedBy)
            {
                Settle();
            }
            else if (_isWarm)
            {
                Look(request.Index);
            }
        }
    }

    // Throughput is of all requests. Otherwise those outside steady state matter only as long as it has not come.
    private void Keep(in Observation request)
    {
        if (request.Stage is RunStage.Steady or RunStage.Drain && !_hasOpened)
        {
            _hasOpened = true;
            if (!_keepsAll)
            {
                _all.Clear();
            }
        }

        if (_keepsAll || !_hasOpened)
        {
            _all.Add(request);
        }
    }

    // Warm-up is decided once, from the first requests, and never again: a past that looks have been taken at must not move.
    private void Settle()
    {
        if (_isWarm)
        {
            return;
        }

        _isWarm = true;
        Observation[] steady = [.. _judged];
        int warmup = Math.Clamp(_options.Warmup!(steady), 0, steady.Length);
        _counts.Warmup = warmup;
        _judged.Clear();
        foreach (Observation request in steady.AsSpan(warmup))
        {
            if (Decided is not null)
            {
                _counts.AfterVerdict++;
                continue;
            }

            _judged.Add(request);
            Look(request.Index);
        }
    }

    // What is left is what comes after the last request that the look sees: requests that ended before the warm-up was decided are as unknown
    // to the looks that are made up for then as those that have not begun.
    private void Look(int index)
    {
        if (_schedule.At(_judged, _judged.Count, rest: _options.PlannedRequests - (index + 1)) is not var (look, objectives))
        {
            return;
        }

        _looks.Add(look);
        if (objectives is not null)
        {
            (Decided, _decision) = (look.Verdict, objectives);
        }
    }
}
