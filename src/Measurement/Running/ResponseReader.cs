using System.Buffers;
using System.Text;
using LoadGen.Inference;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Timelines;
using LoadGen.Transport;
using LoadGen.Transport.Http;
using LoadGen.Transport.Http.Limits;
using LoadGen.Transport.Lines;
using LoadGen.Transport.Sse;

namespace LoadGen.Measurement.Running;

/// <summary>
/// Reads a response while it arrives: head, events or body, every event a mark in the request's timeline; and at the end decides what
/// became of it. Reused from request to request.
/// </summary>
internal sealed class ResponseReader : IHttpResponseHandler
{
    // Error bodies are read up to here, whole answers up to the second bound.
    private const int MaxErrorBodyBytes = 64 * 1024;
    private const int MaxAnswerBytes = 256 * 1024 * 1024;

    private readonly RunContext _run;
    private readonly SseParser _sse = new();
    private readonly LineParser _lines = new();
    private readonly ArrayBufferWriter<byte> _body = new();
    private RequestTimeline _timeline = null!;
    private LiveShards _live = null!;
    private BodyKind _kind;
    private long _stampNs;
    private StreamState _state;
    private Outcome? _verdict;

    public ResponseReader(RunContext run) => _run = run;

    private enum BodyKind
    {
        Events,
        Lines,
        Answer,
        Error,
    }

    /// <summary>Makes the reader ready for a response.</summary>
    /// <param name="timeline">Gets the marks.</param>
    /// <param name="live">Gets what the live view shows.</param>
    public void Begin(RequestTimeline timeline, LiveShards live)
    {
        (_timeline, _live) = (timeline, live);
        _sse.Reset();
        _lines.Reset();
        _body.ResetWrittenCount();
        _kind = BodyKind.Answer;
        _state = _run.KeepsText ? new StreamState { Content = timeline.ContentWriter, Reasoning = timeline.ReasoningWriter } : default;
        _verdict = null;
    }

    /// <inheritdoc/>
    public void OnHead(in HttpResponseHead head, long stampNs)
    {
        _timeline.HeadNs = stampNs;
        _timeline.Status = head.StatusCode;
        if (!_run.Simulated && head.TryGetHeader("x-simulated"u8, out _))
        {
            _run.Simulated = true;
        }

        if (RateLimitHeaders.Read(head, _run.Time) is { } notice)
        {
            (_timeline.Notices ??= []).Add(notice);
        }

        if (Outcomes.OfStatus(head.StatusCode) is not null)
        {
            _kind = BodyKind.Error;
            return;
        }

        _kind = BodyKind.Answer;
        if (!_run.Options.Generation.Stream)
        {
            return;
        }

        bool typed = head.TryGetHeader("content-type"u8, out ReadOnlySpan<byte> type);
        bool isLines = _run.Options.Api.Traits.Framing == ReplyFraming.Lines;
        if (typed && IsMedia(type, isLines ? "application/x-ndjson"u8 : "text/event-stream"u8))
        {
            _kind = isLines ? BodyKind.Lines : BodyKind.Events;
            return;
        }

        _kind = BodyKind.Error;
        _verdict = Outcome.ProtocolError;
        _timeline.Error = $"expected content-type {(isLines ? "application/x-ndjson" : "text/event-stream")}, got {(typed ? Printable.Cut(type, 60) : "none")}";
    }

    /// <inheritdoc/>
    public void OnBody(ReadOnlySpan<byte> bytes, long stampNs)
    {
        _stampNs = stampNs;
        if (_kind is BodyKind.Events or BodyKind.Lines)
        {
            var sink = new EventSink(this);
            if (!(_kind == BodyKind.Events ? _sse.Consume(bytes, ref sink) : _lines.Consume(bytes, ref sink)))
            {
                throw new TransportException(TransportError.MalformedResponse, "an event of the stream is larger than the limit of 16 MiB");
            }

            return;
        }

        int room = (_kind == BodyKind.Error ? MaxErrorBodyBytes : MaxAnswerBytes) - _body.WrittenCount;
        _body.Write(bytes[..Math.Clamp(room, 0, bytes.Length)]);
    }

    /// <inheritdoc/>
    public void OnEnd(long stampNs)
    {
        _timeline.EndNs = stampNs;
        if (_kind == BodyKind.Lines)
        {
            // The last line may have no end of its own; it came with the last bytes.
            var sink = new EventSink(this);
            _lines.Complete(ref sink);
        }
    }

    /// <summary>What became of a request whose response is complete on the wire.</summary>
    public (Outcome Outcome, string? Error) Judge()
    {
        RequestTimeline t = _timeline;
        if (Outcomes.OfStatus(t.Status) is { } byStatus)
        {
            return (byStatus, $"HTTP {t.Status}: {Describe(_run.Options.Api.ReadError(t.Status, _body.WrittenSpan))}");
        }

        if (_kind is not (BodyKind.Events or BodyKind.Lines))
        {
            ReadAnswer();
        }

        return _verdict is { } verdict ? (verdict, t.Error) : Judgement.OfAnswer(t, _run.Options.Generation, _run.Options.Api.Traits);
    }

    /// <summary>What became of a request whose connection broke: what the server said before weighs more than how it broke.</summary>
    public (Outcome Outcome, string? Error) JudgeBroken(TransportException failure) =>
        _timeline.Status != 0 && Outcomes.OfStatus(_timeline.Status) is { } byStatus ? (byStatus, $"HTTP {_timeline.Status}: {failure.Message}")
        : _verdict is { } verdict ? (verdict, _timeline.Error)
        : (Outcomes.Of(failure.Error), failure.Message);

    private void ReadAnswer()
    {
        StreamEvent answer = default;
        _run.Options.Api.ReadResponse(_body.WrittenSpan, ref _state, ref answer);
        if (!_run.Options.Generation.Stream)
        {
            Note(ref answer);
            _timeline.SawDone = true;
        }
        else if (answer.Error is { } error)
        {
            // A 200 that is no event stream: an error document is the server's word, anything else the breach of protocol it looked like.
            (_verdict, _timeline.Error) = (Outcome.StreamError, "the server answered with an error instead of a stream: " + Describe(error));
        }
    }

    private void OnEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        StreamEvent e = default;
        _run.Options.Api.ReadEvent(type, data, ref _state, ref e);
        Note(ref e);
        if (!e.HasChoices)
        {
            return;
        }

        bool isFirst = _timeline.FirstOutputNs == 0;
        bool hasOutput = e.Output != OutputKinds.None;
        long gap = _timeline.AddChunk(_stampNs, hasOutput, e.Tokens);
        if (!hasOutput)
        {
            return;
        }

        if (_timeline.FirstContentNs == 0 && e.Output.HasFlag(OutputKinds.Content))
        {
            _timeline.FirstContentNs = _stampNs;
        }

        if (_run.Options.SentStamps)
        {
            SentStamp.Note(_timeline, data, _stampNs);
        }

        LiveShards.Shard shard = _live.Current;
        shard.RecordChunk(gap);
        if (isFirst)
        {
            shard.RecordTtft(_stampNs - _timeline.SendNs);
        }
    }

    private void Note(ref StreamEvent e)
    {
        _timeline.SawDone |= e.IsDone;
        if (e.Finish != FinishReason.None)
        {
            _timeline.Finish = e.Finish;
        }

        if (e.HasUsage)
        {
            _timeline.Usage = e.Usage;
        }

        if (e.Error is { } error && _verdict is null)
        {
            (_verdict, _timeline.Error) = (Outcome.StreamError, "the server reported an error in the stream: " + Describe(error));
        }
        else if (e.Malformed is { } malformed && _verdict is null)
        {
            (_verdict, _timeline.Error) = (Outcome.ProtocolError, "malformed event: " + malformed);
        }
    }

    private static string Describe(InferenceError error) =>
        error.Type is null ? error.Message : $"{error.Message} ({error.Type})";

    private static bool IsMedia(ReadOnlySpan<byte> contentType, ReadOnlySpan<byte> wanted)
    {
        int end = contentType.IndexOf((byte)';');
        ReadOnlySpan<byte> media = (end < 0 ? contentType : contentType[..end]).Trim((byte)' ');
        return Ascii.EqualsIgnoreCase(media, wanted);
    }

    private readonly struct EventSink(ResponseReader reader) : ISseHandler, ILineHandler
    {
        public void OnLine(ReadOnlySpan<byte> line) => reader.OnEvent(default, line);

        public void OnEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data) => reader.OnEvent(type, data);
    }
}
