using LoadGen.Serving;
using LoadGen.Simulation.Pacing;
using LoadGen.Simulation.Responses;

namespace LoadGen.Simulation.Streams;

/// <summary>
/// One streamed response: at each due time, the next chunk is put together and handed to the kernel. Between its start and its end
/// nothing is allocated.
/// </summary>
internal sealed class GenerationStream : PacedRequest
{
    private readonly IStreamOutput _output;
    private readonly StreamEvents _events;
    private readonly ITokenTimes _times;
    private readonly StreamPlan _plan;
    private readonly StreamSettings _settings;
    private readonly bool _isChunked;
    private long _writableSinceNs;
    private volatile bool _isBlocked;
    private int _sent;
    private bool _malformedSent;
    private bool _endingSent;

    public GenerationStream(IPacerInbox pacer, IStreamOutput output, StreamEvents events, ITokenTimes times, StreamPlan plan, StreamSettings settings, bool isChunked = true)
        : base(pacer)
    {
        _output = output;
        _events = events;
        _times = times;
        _plan = plan;
        _settings = settings;
        _isChunked = isChunked;
        DueNs = NextDueNs();
    }

    /// <summary>Output tokens sent so far, over all choices; to be read once <see cref="PacedRequest.Completion"/> has ended.</summary>
    public override long TokensSent => (long)_sent * _events.Choices;

    /// <inheritdoc/>
    protected override long RunDue(long nowNs, PacerTotals totals)
    {
        // Tokens that come as a batch goes on bring the stream back, whether its client reads or not, and perhaps twice.
        if (_isBlocked)
        {
            return Agenda.Never;
        }

        if (_endingSent)
        {
            return _plan.Ending == StreamEnding.Stall ? Agenda.Never : End(PacedOutcome.Done);
        }

        if (DueNs > nowNs)
        {
            return DueNs;
        }

        FrameWriter frames = _settings.Frames;
        frames.Begin(_isChunked);
        long due = DueNs;
        do
        {
            AppendDue(frames, nowNs, due, totals);

            // Jitter above one half may put a token before its predecessor: the order stays.
            due = Math.Max(due, NextDueNs());
        }
        while (_sent < _plan.Tokens && due <= nowNs && frames.HasRoom);

        // What is not known yet is asked for again when the stream comes back.
        DueNs = due;
        bool last = _sent >= _plan.Tokens;
        if (last)
        {
            AppendEnding(frames);
            _endingSent = true;
        }

        // A full socket holds even a stream that has ended: the next response on the connection may not write while a flush is pending.
        return _output.Send(frames.Written) switch
        {
            SendOutcome.Closed => End(PacedOutcome.Aborted),
            _ when last && _plan.Ending == StreamEnding.Stall => Agenda.Never,
            SendOutcome.Full => WaitUntilWritable(last ? nowNs : due, totals),
            _ when last => End(PacedOutcome.Done),
            _ => due,
        };
    }

    /// <inheritdoc/>
    protected override long AwaitedNs() => _endingSent ? Agenda.Never : NextDueNs();

    private long NextDueNs() => _times.ChunkDueNs(_sent, Math.Clamp(_plan.Tokens - _sent, 1, _settings.TokensPerChunk));

    private void AppendDue(FrameWriter frames, long nowNs, long due, PacerTotals totals)
    {
        if (_sent == 0)
        {
            _events.AppendOpening(frames);
        }

        // Chunks of several tokens may step over the place: then it is the next one.
        if (_plan.MalformedAfter >= 0 && _sent >= _plan.MalformedAfter && !_malformedSent)
        {
            _malformedSent = true;
            _events.AppendMalformed(frames);
        }

        int count = Math.Min(_settings.TokensPerChunk, _plan.Tokens - _sent);
        if (count <= 0)
        {
            return;
        }

        count = Math.Min(_times.ChunkTokens(_sent, count), _settings.ChunkTokensMax);

        if (due >= _writableSinceNs)
        {
            totals.Lateness.Record(nowNs - due);
        }

        Span<byte> text = _settings.TextBuffer;
        var run = new TokenRun(_sent, count, 0, _plan.MarkerAt);
        int length = _settings.StampContent ? TokenText.WriteStamp(nowNs, text) : TokenText.Write(run, text);
        _sent += count;
        bool finishes = _sent == _plan.Tokens && _plan.Ending is StreamEnding.Complete or StreamEnding.NoDone;
        FinishText finish = !finishes ? FinishText.None : _plan.StoppedEarly ? FinishText.Stop : FinishText.Length;
        _events.AppendTokens(frames, new TokenChunk(text[..length], run, _sent + (finishes ? _plan.UsageExcess : 0), finish, _settings.StampContent));
        totals.Tokens += count * _events.Choices;
        totals.Chunks += _events.Choices;
    }

    private void AppendEnding(FrameWriter frames)
    {
        if (_plan.MalformedAfter >= 0 && !_malformedSent)
        {
            _events.AppendMalformed(frames);
        }

        switch (_plan.Ending)
        {
            case StreamEnding.Complete:
                _events.AppendUsage(frames, _sent, _plan.UsageExcess);
                _events.AppendDone(frames);
                break;
            case StreamEnding.NoDone:
                _events.AppendUsage(frames, _sent, 0);
                break;
            case StreamEnding.Error:
                _events.AppendError(frames);
                break;
            case StreamEnding.MalformedChunk:
                frames.Raw("not-a-size\r\n"u8);
                return;
            case StreamEnding.Cut or StreamEnding.Stall:
                return;
            default:
                break;
        }

        frames.EndBody();
    }

    private long WaitUntilWritable(long due, PacerTotals totals)
    {
        totals.Blocked++;
        DueNs = due;
        _isBlocked = true;
        _output.OnWritable(() =>
        {
            // What fell due while the client did not read is the client's lateness, not ours.
            _writableSinceNs = _settings.Clock.NowNs;
            _isBlocked = false;
            Submit();
        });
        return Agenda.Never;
    }
}
