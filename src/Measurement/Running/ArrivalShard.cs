using LoadGen.Measurement.Running.Preparing;
using LoadGen.Transport.Http;
using LoadGen.Transport.Loops;
using LoadGen.Workloads;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Measurement.Running;

/// <summary>One loop's share of an open loop's schedule: starts its requests when they are due. Used on the loop's thread only.</summary>
internal sealed class ArrivalShard
{
    // Longest sleep before looking whether the run was stopped.
    private const long SliceNs = 50_000_000;

    // Requests are written ahead: a trace's come in bursts, and 10,000 tokens take 0.1 ms to write.
    private const int MaxAhead = 64;

    private readonly OpenLoop _driver;
    private readonly RunContext _run;
    private readonly Worker _worker;
    private readonly RunPhase _phase;
    private readonly ShardedSchedule _schedule;
    private readonly StreamLimit? _limit;
    private readonly long _startNs;
    private readonly Queue<PlannedRequest> _ahead = new();
    private readonly Stack<PlannedRequest> _idle = new();
    private readonly LoopTimer _due;
    private readonly Action _onWritten;
    private PlannedRequest? _planned;
    private bool _isDry;
    private bool _isOver;

    public ArrivalShard(OpenLoop driver, RunContext run, Worker worker, RunPhase phase, ShardedSchedule schedule, StreamLimit? limit, long startNs)
    {
        _driver = driver;
        _run = run;
        _worker = worker;
        _phase = phase;
        _schedule = schedule;
        _limit = limit;
        _startNs = startNs;
        _due = worker.Loop.CreateTimer(OnDue, isPrecise: true);
        Action sendDue = Start;
        _onWritten = () => worker.Loop.Post(sendDue);
    }

    /// <summary>The present time.</summary>
    public long NowNs => _run.Clock.NowNs;

    /// <summary>Runs something on the shard's loop, soon.</summary>
    public void Post(Action action) => _worker.Loop.Post(action);

    /// <summary>Begins, or goes on.</summary>
    public void Start() => OnDue(_run.Clock.NowNs);

    private void OnDue(long nowNs) => Guard(static (shard, nowNs) => shard.SendDue(nowNs), nowNs);

    private void SendDue(long nowNs)
    {
        // One a call: the loop calls again at once when the next is due too, and looks at its sockets in between.
        if (!_phase.IsStopped && _ahead.TryPeek(out PlannedRequest? first) && first.DueNs <= nowNs)
        {
            Taking taking = _limit is null ? TryTake(first) : Taking.InTurn;
            switch (taking)
            {
                case Taking.Written:
                case Taking.InTurn:
                    _ahead.Dequeue();
                    Admit(first);
                    break;
                case Taking.UnderWay:
                    // Its writer calls.
                    return;
                default:
                    // It stays in the queue, and is counted as missed with the others that are due: the run is over.
                    break;
            }
        }

        Continue(nowNs);
    }

    private Taking TryTake(PlannedRequest first)
    {
        try
        {
            return first.TryTake(_onWritten) ? Taking.Written : Taking.UnderWay;
        }
        catch (DatasetFormatException e)
        {
            _phase.OnSourceLost(e);
            return Taking.Lost;
        }
    }

    private void Continue(long nowNs)
    {
        if (_isOver)
        {
            return;
        }

        // A stopped phase takes nothing any more: what is due must still be in the schedule then, where it is counted.
        if (!_phase.IsStopped)
        {
            PlanAhead(nowNs);
        }

        if (_phase.IsStopped || _ahead.Count == 0)
        {
            End();
            return;
        }

        _due.Set(Math.Min(_ahead.Peek().DueNs, nowNs + SliceNs));
    }

    // What is due next is always planned; what comes after it, when its time is near.
    private void PlanAhead(long nowNs)
    {
        while (_ahead.Count < MaxAhead && TryPlanNext() && (_ahead.Count == 0 || _planned!.DueNs - nowNs <= Preparer.LeadNs))
        {
            _ahead.Enqueue(_planned!);
            _run.Preparer.Add(_planned!);
            _planned = null;
        }
    }

    private bool TryPlanNext()
    {
        if (_planned is not null)
        {
            return true;
        }

        if (_isDry || !_schedule.TryNext(out int index, out long offsetNs) || !_phase.TryTake(index, _startNs + offsetNs))
        {
            BeDry();
            return false;
        }

        _planned = _idle.TryPop(out PlannedRequest? idle) ? idle : new PlannedRequest(_run.Preparer, _run.Options, _phase);
        _planned.Plan(index, _startNs + offsetNs);
        return true;
    }

    private void Admit(PlannedRequest request)
    {
        _driver.Tally.OnTaken();
        _driver.Begin();
        if (_limit is null)
        {
            _ = ServeAsync(request);
        }
        else if (_limit.TryEnter(this, request))
        {
            _ = ServeInTurnAsync(request, _limit, isWaiting: false);
        }
    }

    private async Task ServeAsync(PlannedRequest taken)
    {
        try
        {
            await RunAsync(taken, waitNs: 0, turn: null);
        }
        catch (Exception e)
        {
            _driver.Fail(e);
        }

        _driver.End();
    }

    // Who waits for a stream leaves the body where the preparer has it: it writes them in the order in which streams are handed over, and
    // no more than fit into its bound.
    private async Task ServeInTurnAsync(PlannedRequest request, StreamLimit limit, bool isWaiting)
    {
        StreamTurn? turn = _run.Options.RetryAfterMax is not null ? new StreamTurn(this, limit) : null;
        try
        {
            // Before the body is waited for: a body that is late is the client's doing, not the limit's.
            long waitNs = isWaiting ? _run.Clock.NowNs - request.DueNs : 0;
            await request.TakeAsync(_worker.Loop);
            await RunAsync(request, waitNs, turn);
        }
        catch (DatasetFormatException e)
        {
            _phase.OnSourceLost(e);
        }
        catch (Exception e)
        {
            _driver.Fail(e);
        }

        if (turn is not { IsHeld: false })
        {
            HandOver(limit);
        }

        _driver.End();
    }

    private async Task RunAsync(PlannedRequest taken, long waitNs, StreamTurn? turn)
    {
        (WorkItem item, long dueNs, HttpRequestBuffer? bytes) = (taken.Item, taken.DueNs, taken.Buffer);
        if (taken.IsFree)
        {
            _idle.Push(taken);
        }

        RequestRunner runner = _worker.RentRunner();
        await runner.RunAsync(_phase, item, dueNs, bytes, waitNs, turn);
        _worker.ReturnRunner(runner);
    }

    /// <summary>A stream has become free: whoever waits for one gets it.</summary>
    internal void HandOver(StreamLimit limit)
    {
        if (_phase.IsStopped)
        {
            SendAway(limit);
        }

        if (limit.TryHandOver(out WaitingArrival next))
        {
            next.Shard.Post(next.Turn is { } turn ? () => turn.TrySetResult(true) : () => _ = next.Shard.ServeInTurnAsync(next.Request!, limit, isWaiting: true));
        }
    }

    private void SendAway(StreamLimit limit)
    {
        foreach (PlannedRequest request in limit.Clear())
        {
            request.Abandon();
            _driver.End();
        }
    }

    private void End()
    {
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        BeDry();
        _due.Clear();
        if (_phase.IsStopped)
        {
            Abandon();
        }

        _driver.End();
    }

    private void BeDry()
    {
        if (!_isDry)
        {
            _isDry = true;
            _driver.OnShardDry(_phase);
        }
    }

    // Stopped early: what was due by then should have been sent already.
    private void Abandon()
    {
        while (_ahead.TryDequeue(out PlannedRequest? unsent))
        {
            unsent.Abandon();
            CountMissed(unsent.DueNs);
        }

        if (_planned is { } last)
        {
            CountMissed(last.DueNs);
        }

        while (_schedule.TryNext(out _, out long offsetNs) && CountMissed(_startNs + offsetNs))
        {
        }

        if (_limit is not null)
        {
            SendAway(_limit);
        }
    }

    private bool CountMissed(long dueNs)
    {
        if (!_phase.IsMissed(dueNs, _run.Options.Validity.LatenessMs))
        {
            return false;
        }

        _driver.Tally.OnMissed();
        return true;
    }

    // What is handed over captures nothing, so that an arrival allocates nothing here.
    private void Guard(Action<ArrivalShard, long> work, long nowNs)
    {
        try
        {
            work(this, nowNs);
        }
        catch (Exception e)
        {
            _driver.Fail(e);
        }
    }
}

/// <summary>What came of taking a request that is due.</summary>
internal enum Taking
{
    /// <summary>Its bytes are there.</summary>
    Written,

    /// <summary>They are being written at this moment.</summary>
    UnderWay,

    /// <summary>The dataset that it comes from cannot be read any more.</summary>
    Lost,

    /// <summary>It has to have a stream before its bytes are asked for.</summary>
    InTurn,
}
