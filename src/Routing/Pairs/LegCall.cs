using System.Buffers;
using LoadGen.Inference.Handoffs;
using LoadGen.Routing.Observability.Tracing;
using LoadGen.Routing.Workers;
using LoadGen.Transport;
using LoadGen.Transport.Http;

namespace LoadGen.Routing.Pairs;

/// <summary>One request to one worker. Used on the loop's thread only.</summary>
internal sealed class LegCall
{
    private readonly LegClients _clients;
    private readonly LegRequest _request;
    private readonly RequestHead _head;
    private readonly ILegSink _sink;
    private Action? _stopConnecting;
    private HttpConnection? _connection;
    private LegOutcome? _cancelledAs;
    private LegOutcome? _leftAs;

    public LegCall(LegClients clients, Worker worker, LegRequest request, RequestHead head, ILegSink sink)
    {
        _clients = clients;
        Worker = worker;
        _request = request;
        _head = head;
        _sink = sink;
    }

    public Worker Worker { get; }

    /// <summary>Its place in the request's trace; the default for none: then the client's goes on, if it is forwarded.</summary>
    public LegTrace Trace { get; init; }

    /// <summary>When it began, in ns.</summary>
    public long StartNs { get; private set; }

    /// <summary>When it was cancelled, in ns; 0 when it was not.</summary>
    public long CancelledNs { get; private set; }

    /// <summary>The request has been handed to the kernel.</summary>
    public bool IsSent { get; private set; }

    /// <summary>Runs it to its end. Never throws, but for defects of this program.</summary>
    public async Task<LegResult> RunAsync()
    {
        StartNs = _clients.Loop.Clock.NowNs;
        using var connecting = new CancellationTokenSource();
        _stopConnecting = connecting.Cancel;
        try
        {
            LegClients.Origin origin = await _clients.EnterAsync(Worker, connecting.Token);
            try
            {
                return await ExchangeAsync(origin, isLastTry: false, connecting.Token);
            }
            finally
            {
                LegClients.Leave(origin);
            }
        }
        catch (TransportException e)
        {
            if (e.Error is TransportError.ConnectRefused or TransportError.ConnectTimeout or TransportError.ConnectFailed)
            {
                _clients.Forget(Worker);
            }

            return Failed(e);
        }
        finally
        {
            _stopConnecting = null;
        }
    }

    /// <summary>Ends it at once as too slow, which is the worker's failure.</summary>
    public void Stall() => Cancel(LegOutcome.Stalled);

    /// <summary>Ends it at once. The first reason stays.</summary>
    public void Cancel(LegOutcome why)
    {
        if (_cancelledAs is null)
        {
            _cancelledAs = why;
            CancelledNs = _clients.Loop.Clock.NowNs;
            if (_connection is { } connection)
            {
                connection.Abort();
            }
            else
            {
                _stopConnecting?.Invoke();
            }
        }
    }

    /// <summary>
    /// Lets the worker see that its client has left, and reads on: a reply that was on its way still comes, and counts. Without one the leg
    /// has ended as <paramref name="why"/>. False when there is no connection yet to leave from.
    /// </summary>
    public bool TryLeave(LegOutcome why)
    {
        if (!IsSent || _connection is not { } connection)
        {
            return false;
        }

        _leftAs ??= why;
        CancelledNs = _clients.Loop.Clock.NowNs;
        connection.EndSend();
        return true;
    }

    private async Task<LegResult> ExchangeAsync(LegClients.Origin origin, bool isLastTry, CancellationToken connecting)
    {
        HttpConnection connection = isLastTry ? await origin.Http.RentNewAsync(connecting) : await origin.Http.RentAsync(connecting);
        _connection = connection;
        try
        {
            if (_cancelledAs is not null)
            {
                connection.Abort();
                return Cancelled();
            }

            await SendAsync(connection, origin.Target.HostHeader);
            IsSent = true;
            await connection.ReceiveAsync(_sink);
            return _cancelledAs is not null ? Cancelled()
                : _sink.Problem is { } problem ? new LegResult(LegOutcome.Malformed, _sink.Status, problem)
                : LegResult.OfStatus(_sink.Status);
        }
        catch (TransportException e) when (IsStaleConnection(connection, e) && !isLastTry && _cancelledAs is null && _leftAs is null)
        {
            // The worker closed the idle connection while the request was on its way: it has not seen it.
        }
        catch (TransportException e)
        {
            return Failed(e);
        }
        finally
        {
            _connection = null;
            origin.Http.Return(connection);
        }

        IsSent = false;
        return await ExchangeAsync(origin, isLastTry: true, connecting);
    }

    private async ValueTask SendAsync(HttpConnection connection, string hostHeader)
    {
        ReadOnlyMemory<byte> first = _head.Write(_request, hostHeader, Trace.Context.TraceId == 0 ? null : Trace.Context.ToString(), out byte[] buffer, out IReadOnlyList<ReadOnlyMemory<byte>> rest);
        try
        {
            await connection.SendAsync(first, rest);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool IsStaleConnection(HttpConnection connection, TransportException e) =>
        connection.WasReused && !connection.ReceivedAnyByte && e.Error is TransportError.ConnectionReset or TransportError.ConnectionClosed;

    private LegResult Failed(TransportException e) => (_cancelledAs ?? _leftAs) is null ? LegResult.Of(e, _sink.Status) : Cancelled();

    private LegResult Cancelled() => new((_cancelledAs ?? _leftAs)!.Value, _sink.Status, _cancelledAs == LegOutcome.Stalled ? "the hand-off took too long" : null);
}
