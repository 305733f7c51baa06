using System.Buffers;
using LoadGen.Inference;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Timelines;
using LoadGen.Transport;
using LoadGen.Transport.Http;
using LoadGen.Transport.Sse;
using LoadGen.Workloads;

namespace LoadGen.Measurement.Running;

/// <summary>
/// Makes requests, one at a time: body, connection, send, stamped response, outcome. The way of a request:
/// (1) rent a connection; (2) write the body behind its head and send both at once; (3) read head and body, each read stamped before it
/// is parsed; (4) every event becomes a mark in the timeline; (5) the end decides the outcome; (6) the timeline goes to the collector.
/// </summary>
internal sealed class RequestRunner : IHttpResponseHandler
{
    // Error bodies are read up to here, whole answers up to the second bound.
    private const int MaxErrorBodyBytes = 64 * 1024;
    private const int MaxAnswerBytes = 256 * 1024 * 1024;

    private readonly RunContext _run;
    private readonly SseParser _sse = new();
    private readonly ArrayBufferWriter<byte> _body = new();
    private RequestTimeline _timeline = null!;
    private LiveShards _live = null!;
    private BodyKind _kind;
    private long _stampNs;
    private int _tokensStated;
    private Outcome? _verdict;

    public RequestRunner(RunContext run) => _run = run;

    private enum BodyKind
    {
        Events,
        Answer,
        Error,
    }

    /// <summary>Makes one request and hands its timeline over. Never throws for what a target does.</summary>
    public async Task<Outcome> RunAsync(RunPhase phase, WorkItem item, long intendedNs)
    {
        RequestTimeline timeline = _run.Timelines.Rent();
        timeline.Begin(item, intendedNs);
        (_timeline, _live) = (timeline, phase.Live);
        phase.OnStarted();
        try
        {
            await ExchangeAsync(phase.Workload, item);
            Judge();
        }
        catch (TransportException e)
        {
            Conclude(timeline.Status == 0 ? Outcomes.Of(e.Error) : Outcomes.OfStatus(timeline.Status) ?? Outcomes.Of(e.Error), e.Message);
        }
        catch (OperationCanceledException)
        {
            Conclude(Outcome.Cancelled, null);
        }

        timeline.EndNs = _run.Clock.NowNs;
        Outcome outcome = timeline.Outcome;
        phase.OnFinished(timeline);
        return outcome;
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
        if (typed && IsEventStream(type))
        {
            _kind = BodyKind.Events;
            return;
        }

        _kind = BodyKind.Error;
        _verdict = Outcome.ProtocolError;
        _timeline.Error = $"expected content-type text/event-stream, got {(typed ? Printable.Cut(type, 60) : "none")}";
    }

    /// <inheritdoc/>
    public void OnBody(ReadOnlySpan<byte> bytes, long stampNs)
    {
        _stampNs = stampNs;
        if (_kind == BodyKind.Events)
        {
            var sink = new EventSink(this);
            if (!_sse.Consume(bytes, ref sink))
            {
                throw new TransportException(TransportError.MalformedResponse, "a server-sent event is larger than the limit of 16 MiB");
            }

            return;
        }

        int room = (_kind == BodyKind.Error ? MaxErrorBodyBytes : MaxAnswerBytes) - _body.WrittenCount;
        _body.Write(bytes[..Math.Clamp(room, 0, bytes.Length)]);
    }

    /// <inheritdoc/>
    public void OnEnd(long stampNs) => _timeline.EndNs = stampNs;

    private async Task ExchangeAsync(Workload workload, WorkItem item)
    {
        while (true)
        {
            Reset();
            HttpConnection connection = await _run.Origin.RentAsync(_run.Cancellation);
            bool reused = connection.WasReused;
            try
            {
                HttpRequestBuffer buffer = _run.RentBuffer();
                try
                {
                    PromptBody.Write(buffer, _run.Options, workload, item);
                    if (reused)
                    {
                        _timeline.ReusedConnection = true;
                    }
                    else
                    {
                        _timeline.ConnectNs += connection.ConnectedNs - connection.ConnectStartNs;
                    }

                    _timeline.SendNs = _run.Clock.NowNs;
                    _timeline.SendNs = await connection.SendAsync(buffer.Complete());
                }
                finally
                {
                    _run.ReturnBuffer(buffer);
                }

                await connection.ReceiveAsync(this);
                return;
            }
            catch (TransportException e) when (reused && !connection.ReceivedAnyByte
                && e.Error is TransportError.ConnectionClosed or TransportError.ConnectionReset or TransportError.SendFailed)
            {
                // The server closed an idle connection just as it was reused: nothing was answered, so the request is sent again.
                _timeline.ResetResponse();
            }
            finally
            {
                _run.Origin.Return(connection);
            }
        }
    }

    private void Reset()
    {
        _sse.Reset();
        _body.ResetWrittenCount();
        _kind = BodyKind.Answer;
        _tokensStated = 0;
        _verdict = null;
    }

    private void OnEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        StreamEvent e = default;
        _run.Options.Api.ReadEvent(type, data, ref e);
        Note(ref e);
        if (!e.HasChoices)
        {
            return;
        }

        int tokens = 0;
        if (e.HasUsage && e.Usage.CompletionTokens > _tokensStated)
        {
            tokens = e.Usage.CompletionTokens - _tokensStated;
            _tokensStated = e.Usage.CompletionTokens;
        }

        bool isFirst = _timeline.FirstOutputNs == 0;
        bool hasOutput = e.Output != OutputKinds.None;
        long gap = _timeline.AddChunk(_stampNs, hasOutput, tokens);
        if (!hasOutput)
        {
            return;
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

    private void Judge()
    {
        RequestTimeline t = _timeline;
        if (Outcomes.OfStatus(t.Status) is { } byStatus)
        {
            Conclude(byStatus, $"HTTP {t.Status}: {Describe(_run.Options.Api.ReadError(t.Status, _body.WrittenSpan))}");
            return;
        }

        bool stream = _run.Options.Generation.Stream;
        if (!stream || _kind != BodyKind.Events)
        {
            StreamEvent answer = default;
            _run.Options.Api.ReadResponse(_body.WrittenSpan, ref answer);
            if (stream)
            {
                // A 200 that is no event stream: an error document is the server's word, anything else a breach of protocol.
                _verdict = answer.Error is null ? _verdict : Outcome.StreamError;
                _timeline.Error = answer.Error is null ? _timeline.Error : "the server answered with an error instead of a stream: " + Describe(answer.Error);
            }
            else
            {
                Note(ref answer);
                t.SawDone = true;
            }
        }

        (Outcome outcome, string? error) = _verdict is { } verdict ? (verdict, t.Error) : Judgement.OfAnswer(t, _run.Options.Generation);
        Conclude(outcome, error);
    }

    private void Conclude(Outcome outcome, string? error)
    {
        _timeline.Outcome = outcome;
        _timeline.Error = _run.Redactor.Clean(error);
    }

    private static string Describe(InferenceError error) =>
        error.Type is null ? error.Message : $"{error.Message} ({error.Type})";

    private static bool IsEventStream(ReadOnlySpan<byte> contentType)
    {
        int end = contentType.IndexOf((byte)';');
        ReadOnlySpan<byte> media = (end < 0 ? contentType : contentType[..end]).Trim((byte)' ');
        return System.Text.Ascii.EqualsIgnoreCase(media, "text/event-stream"u8);
    }

    private readonly struct EventSink(RequestRunner runner) : ISseHandler
    {
        public void OnEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data) => runner.OnEvent(type, data);
    }
}
