using System.Globalization;
using System.Text;
using LoadGen.Inference;
using LoadGen.Measurement.Timelines;
using LoadGen.Transport.Http;
using LoadGen.Workloads;
using LoadGen.Workloads.Datasets;
using LoadGen.Workloads.Sessions;

namespace LoadGen.Measurement.Running.Sessions;

/// <summary>
/// One session, from its first turn to its last: (1) the gap after the turn before passes, on the loop's own timer; (2) just before it is
/// over the prompt grows by the turn's messages and the body is written, off the loop, or on it where there is no gap; (3) the turn takes a
/// number of the run's and is sent; (4) its answer joins the history, or its failure ends the session. Used on one loop's thread only, but
/// for the prompt while it is being written.
/// </summary>
internal sealed class SessionRun : IRequestTurn
{
    // A body is written so long before it is due: the longest prompts take about 1 ms, and a writer that shares its core waits for it some
    // ms; a body held through a gap of minutes would cost its memory all the while.
    private const long PrepareNs = 50_000_000;

    private readonly RunContext _run;
    private readonly SessionOptions _options;
    private readonly Worker _worker;
    private readonly RunPhase _phase;
    private readonly SessionRunEnd _end;
    private readonly SessionPrompt _prompt;
    private readonly int _session;
    private readonly ReadOnlyMemory<byte> _headerValue;
    private readonly GenerationOptions _generation;
    private TurnRequest _request;
    private SessionMark _mark = null!;
    private long _lastEndNs;
    private bool _isOver;
    private bool _isPlanned;

    // The turn last sent. The prompt may be one further, being written.
    private int _turn = -1;

    public SessionRun(RunContext run, Worker worker, RunPhase phase, SessionRunEnd end, SessionStart start)
    {
        (_run, _worker, _phase, _end, _session) = (run, worker, phase, end, start.Index);
        _options = run.Options.Sessions!;
        _prompt = new SessionPrompt(start.Conversation, start.Index, _options.Prompts);
        _headerValue = _options.Header is null ? default : HeaderValue(start);
        _generation = SessionGeneration.Of(run.Options, start.Conversation.ToolsJson);
        _request = new TurnRequest(run, this);
    }

    private bool HasNext => _turn + 1 < _prompt.Conversation.Turns.Count;

    /// <summary>The last turn found nobody who listens.</summary>
    public bool WasRefused { get; private set; }

    /// <summary>Has the first turn written ahead.</summary>
    /// <param name="dueNs">When it is due.</param>
    public void Plan(long dueNs)
    {
        _isPlanned = true;
        _request.Plan(dueNs);
        _run.Preparer.Add(_request);
    }

    /// <summary>The session will not be run.</summary>
    public void Abandon() => _request.Abandon();

    /// <summary>Runs the session to its end, or to the run's.</summary>
    /// <param name="dueNs">When its first turn should start.</param>
    /// <param name="waitNs">How long it had to wait for its place.</param>
    public async Task RunAsync(long dueNs, long waitNs = 0)
    {
        _mark = new SessionMark(_prompt.Conversation.Id, _prompt.Conversation.Turns.Count, dueNs);
        bool hasBegun = false;
        while (!_isOver && HasNext)
        {
            dueNs = hasBegun ? NextDueNs() : dueNs;
            if (await TakeTurnAsync(dueNs) is not { } turn)
            {
                break;
            }

            if (!hasBegun)
            {
                hasBegun = true;
                _phase.OnSessionBegan(_run.Clock.NowNs);
            }

            RequestRunner runner = _worker.RentRunner();
            runner.Turn = this;
            WasRefused = await runner.RunAsync(_phase, turn.Item, dueNs, turn.Request, waitNs) == Outcome.Refused;
            runner.Turn = null;
            _worker.ReturnRunner(runner);
            waitNs = 0;
        }

        if (hasBegun)
        {
            _phase.OnSessionOver(_run.Clock.NowNs);
        }
    }

    /// <summary>Goes on to the next turn's prompt.</summary>
    public void Grow() => _prompt.Next();

    /// <inheritdoc/>
    public void OnBegun(RequestTimeline timeline) => timeline.Session = _mark;

    /// <inheritdoc/>
    public void Write(HttpRequestBuffer request)
    {
        PromptBody.Write(request, _run.Options, _generation, _prompt);
        if (!_headerValue.IsEmpty)
        {
            request.SetOwnHeader(_headerValue);
        }
    }

    /// <inheritdoc/>
    public void OnOver(RequestTimeline timeline)
    {
        _lastEndNs = timeline.EndNs;
        bool isAnswered = timeline.Outcome == Outcome.Completed;
        if (timeline.Outcome == Outcome.Cancelled)
        {
            // The run's end, not the session's.
            _isOver = true;
        }
        else if (!isAnswered && _options.OnTurnFailure == OnTurnFailure.End)
        {
            (_isOver, timeline.SessionEnd) = (true, SessionEnd.Broken);
        }
        else if (!HasNext)
        {
            timeline.SessionEnd = SessionEnd.Completed;
        }
        else if (isAnswered && _options.History == SessionHistory.Server)
        {
            _prompt.Answer(timeline.Content);
        }
        else
        {
            _prompt.AnswerAsRecorded();
        }
    }

    private static ReadOnlyMemory<byte> HeaderValue(SessionStart start)
    {
        string id = start.Conversation.Id;
        bool fits = id.Length is > 0 and <= HttpRequestTemplate.MaxOwnValueBytes && !id.AsSpan().ContainsAnyExceptInRange('!', '~');
        return Encoding.ASCII.GetBytes(fits ? id : "session-" + start.Index.ToString(CultureInfo.InvariantCulture));
    }

    private long NextDueNs()
    {
        int next = _turn + 1;
        ConversationTurn turn = _prompt.Conversation.Turns[next];
        if (_options.ThinkTime.GapNs(turn, _options.Prompts.Seed, _session, next) is { } gapNs)
        {
            return _lastEndNs + gapNs;
        }

        // Datasets that say when turns were sent, but not how long after the answer.
        return turn.OffsetNs is { } offsetNs ? Math.Max(_lastEndNs, _mark.StartNs + offsetNs) : _lastEndNs;
    }

    // Null when the turn will not be made: the run ends before it is due.
    private async Task<(WorkItem Item, HttpRequestBuffer? Request)?> TakeTurnAsync(long dueNs)
    {
        if (_phase.EndsBefore(dueNs) || !await WaitAsync(dueNs))
        {
            _request.Abandon();
            return null;
        }

        if (!_phase.TryTakeTurn(_run.Clock.NowNs, out int index))
        {
            _request.Abandon();
            _end.Come();
            return null;
        }

        _end.Tally.OnTaken();
        await _request.TakeAsync(_worker.Loop);
        _turn++;
        return (new WorkItem(index, _prompt.InputTokens, _prompt.OutputTokens) { Session = _session, Turn = _turn }, _request.Buffer);
    }

    // A gap is enough to have the turn written in.
    private async Task<bool> WaitAsync(long dueNs)
    {
        bool isPlanned = _isPlanned;
        _isPlanned = false;
        if (!isPlanned)
        {
            // One that the preparer may still have in its queue is for one turn only: by that entry the next would be written at once, and
            // held through all its gap.
            _request = _request.IsFree ? _request : new TurnRequest(_run, this);
            _request.Plan(dueNs);
        }

        if (dueNs <= _run.Clock.NowNs)
        {
            return true;
        }

        if (!isPlanned)
        {
            if (!await _end.WaitAsync(_worker.Loop, dueNs - PrepareNs))
            {
                return false;
            }

            _run.Preparer.Add(_request);
        }

        return await _end.WaitAsync(_worker.Loop, dueNs);
    }
}
