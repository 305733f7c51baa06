using LoadGen.Measurement.Timelines;
using LoadGen.Transport;
using LoadGen.Transport.Http;
using LoadGen.Workloads;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Measurement.Running;

/// <summary>
/// Makes requests, one at a time. The way of a request: (1) rent a connection; (2) write the body behind its head and send both at once;
/// (3) read the response, each read stamped before it is parsed (<see cref="ResponseReader"/>); (4) its end decides the outcome; (5) the
/// timeline goes to the collector.
/// </summary>
internal sealed class RequestRunner
{
    private readonly RunContext _run;
    private readonly Worker _worker;
    private readonly ResponseReader _reader;

    public RequestRunner(RunContext run, Worker worker)
    {
        _run = run;
        _worker = worker;
        _reader = new ResponseReader(run);
    }

    /// <summary>What the next request follows from, makes its prompt and is told of it; null for a request that stands for itself.</summary>
    public IRequestTurn? Turn { get; set; }

    /// <summary>Makes one request and hands its timeline over. Never throws for what a target does.</summary>
    /// <param name="phase">The phase it belongs to.</param>
    /// <param name="item">The request.</param>
    /// <param name="intendedNs">When it should start.</param>
    /// <param name="prepared">Its bytes, where they were put together ahead; given back here.</param>
    /// <param name="waitNs">How long it had to wait for a free stream.</param>
    /// <param name="turn">Its place under a limit of streams, left while it waits for the server; null keeps its stream.</param>
    public async Task<Outcome> RunAsync(
        RunPhase phase, WorkItem item, long intendedNs, HttpRequestBuffer? prepared = null, long waitNs = 0, StreamTurn? turn = null)
    {
        RequestTimeline timeline = _run.Timelines.Rent();
        timeline.Begin(item, intendedNs);
        timeline.WaitNs = waitNs;
        Turn?.OnBegun(timeline);
        phase.OnStarted();
        await TryAsync(phase, timeline, prepared);
        if (_run.Options.RetryAfterMax is { } most && RetryWait.Of(timeline, most) is { } wait)
        {
            await TryAgainAsync(phase, timeline, wait, turn);
        }

        if (_run.Options.Answers is { } answers && phase.IsMeasured)
        {
            answers.OnAnswer(timeline);
        }

        Outcome outcome = timeline.Outcome;
        Turn?.OnOver(timeline);
        phase.OnFinished(timeline);
        return outcome;
    }

    private async Task TryAsync(RunPhase phase, RequestTimeline timeline, HttpRequestBuffer? prepared)
    {
        try
        {
            await ExchangeAsync(phase, timeline, prepared);
            (timeline.Outcome, timeline.Error) = _reader.Judge();
        }
        catch (TransportException e)
        {
            (timeline.Outcome, timeline.Error) = _reader.JudgeBroken(e);
        }
        catch (OperationCanceledException)
        {
            (timeline.Outcome, timeline.Error) = (Outcome.Cancelled, null);
        }
        catch (DatasetFormatException e)
        {
            // Never sent: its prompt could not be read.
            phase.OnSourceLost(e);
            (timeline.Outcome, timeline.Error) = (Outcome.Cancelled, null);
        }

        timeline.Error = _run.Redactor.Clean(timeline.Error);
        if (timeline.EndNs == 0)
        {
            // A whole response has the stamp of its last read; anything else ends when it is given up.
            timeline.EndNs = _run.Clock.NowNs;
        }
    }

    // A run that ends during the wait leaves the request as it was: refused for now.
    private async Task TryAgainAsync(RunPhase phase, RequestTimeline timeline, TimeSpan wait, StreamTurn? turn)
    {
        long dueNs = timeline.EndNs + (wait.Ticks * 100);
        turn?.Leave();
        if (!await RetryWait.UntilAsync(_worker.Loop, dueNs, phase.Stopped))
        {
            return;
        }

        long turnNs = turn is null ? dueNs : await turn.TakeAgainAsync(dueNs);
        if (turnNs < 0 || phase.IsStopped)
        {
            return;
        }

        // From the first send to when it could be sent again nothing was the client's doing; how late it is then, is.
        timeline.WaitNs += turnNs - timeline.SendNs;
        timeline.RetryWaitNs += dueNs - timeline.EndNs;
        timeline.Retries++;
        timeline.Error = null;
        timeline.ResetResponse();
        await TryAsync(phase, timeline, null);
    }

    // Added up: a request that is sent again on a fresh connection waited for both.
    private static void NoteWay(RequestTimeline timeline, IHttpConnection connection)
    {
        timeline.ReusedConnection = connection.WasReused;
        timeline.WaitNs += connection.WaitNs;
        timeline.SendNs = connection.NeverSent ? 0 : timeline.SendNs;
        if (!connection.WasReused)
        {
            timeline.ConnectNs += connection.ConnectNs;
            timeline.DialNs += connection.Opening.DialNs;
            timeline.ProxyNs += connection.Opening.ProxyNs;
            timeline.TlsNs += connection.Opening.TlsNs;
        }
    }

    private async Task ExchangeAsync(RunPhase phase, RequestTimeline timeline, HttpRequestBuffer? prepared)
    {
        HttpRequestBuffer? request = prepared;
        try
        {
            while (true)
            {
                _reader.Begin(timeline, phase.Live);
                IHttpConnection connection = await _worker.Origin.RentAsync(_run.Cancellation);
                try
                {
                    request ??= Turn is { } own ? _worker.Prepare(own) : _worker.Prepare(phase.Workload, timeline.Item);
                    timeline.SendNs = _run.Clock.NowNs;
                    timeline.SendNs = await connection.SendAsync(request);
                    phase.OnSent(timeline);

                    // Bodies are large and streams many: no buffer is held while an answer is awaited.
                    _worker.ReturnBuffer(request);
                    request = null;
                    await connection.ReceiveAsync(_reader);
                    return;
                }
                catch (TransportException e) when (connection.MaySendAgain
                    && e.Error is TransportError.ConnectionClosed or TransportError.ConnectionReset or TransportError.SendFailed)
                {
                    // The server closed an idle connection just as it was reused: nothing was answered, so the request is sent again.
                    timeline.ResetResponse();
                }
                finally
                {
                    NoteWay(timeline, connection);
                    _worker.Origin.Return(connection);
                }
            }
        }
        finally
        {
            if (request is not null)
            {
                _worker.ReturnBuffer(request);
            }
        }
    }
}
