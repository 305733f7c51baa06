using LoadGen.Transport.Connections;
using LoadGen.Transport.Http.Parsing;
using LoadGen.Transport.Timing;

namespace LoadGen.Transport.Http;

/// <summary>
/// HTTP/1.1 on one connection: a request is sent whole, its response is read whole, then the next may follow.
/// Rented from an <see cref="HttpOrigin"/> and returned to it. <see cref="Abort"/> may be called from any thread.
/// </summary>
public sealed class HttpConnection : IHttpConnection
{
    private readonly Connection _connection;
    private readonly Deadlines _deadlines;
    private readonly IMonotonicClock _clock;
    private readonly ResponseParser _parser;
    private RequestState _state;
    private long _startNs;
    private long _lastByteNs = Deadlines.NoByteYet;
    private bool _isReusable = true;
    private TransportException? _sendFailure;

    internal HttpConnection(
        Connection connection, TransportOptions options, Deadlines deadlines, IMonotonicClock clock, long connectStartNs, long connectedNs)
    {
        _connection = connection;
        _deadlines = deadlines;
        _clock = clock;
        _parser = new ResponseParser(options.MaxLineBytes, options.MaxHeadBytes);
        ConnectStartNs = connectStartNs;
        ConnectedNs = connectedNs;
    }

    /// <summary>The connection has served a request before the present one.</summary>
    public bool WasReused { get; internal set; }

    /// <summary>How the connection came about.</summary>
    public ConnectionOpening Opening => _connection.Opening;

    /// <summary>When connecting began, in ns.</summary>
    public long ConnectStartNs { get; }

    /// <summary>When the connection was established, TLS handshake included, in ns.</summary>
    public long ConnectedNs { get; }

    /// <summary>
    /// A byte of the present request's response has come. A reused connection that fails with reset or closed before any byte was
    /// most likely closed by the server while idle: the request may be tried once more on a fresh one.
    /// </summary>
    public bool ReceivedAnyByte => Volatile.Read(ref _lastByteNs) != Deadlines.NoByteYet;

    /// <inheritdoc/>
    public long ConnectNs => ConnectedNs - ConnectStartNs;

    /// <inheritdoc/>
    public long WaitNs => 0;

    // It is rented with its connection established.
    /// <inheritdoc/>
    public bool NeverSent => false;

    /// <inheritdoc/>
    public bool MaySendAgain => WasReused && !ReceivedAnyByte;

    /// <summary>The connection can take another request: the last response was complete, allowed it, and left no bytes behind.</summary>
    public bool CanReuse => _isReusable && _state.IsIdle;

    /// <summary>The peer closed, or sent bytes nobody asked for.</summary>
    internal bool IsStale => _connection.IsStale;

    /// <summary>Its place in the origin's list of rented connections; −1 when not rented.</summary>
    internal int RentedIndex { get; set; } = -1;

    /// <summary>Since when it waits in the pool, in ns.</summary>
    internal long IdleSinceNs { get; set; }

    /// <summary>Whether the request under way is a HEAD request.</summary>
    private bool IsHead { get; set; }

    /// <summary>
    /// Sends a whole request, head and body. A peer that resets while the request is being sent may have answered first (413, 429):
    /// the failure is kept, and <see cref="ReceiveAsync"/> throws it if no answer is there.
    /// </summary>
    /// <returns>The monotonic time in ns just before the first byte was handed over.</returns>
    /// <exception cref="TransportException">The request could not be sent, or a limit or <see cref="Abort"/> ended it.</exception>
    public ValueTask<long> SendAsync(ReadOnlyMemory<byte> request) => SendAsync(request, []);

    /// <inheritdoc/>
    public ValueTask<long> SendAsync(HttpRequestBuffer request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return SendAsync(request.Complete());
    }

    /// <summary>As <see cref="SendAsync(ReadOnlyMemory{byte})"/>, for a request in pieces.</summary>
    /// <param name="first">The head, and perhaps the body's beginning.</param>
    /// <param name="rest">The rest of the body; empty pieces are passed over.</param>
    public async ValueTask<long> SendAsync(ReadOnlyMemory<byte> first, IReadOnlyList<ReadOnlyMemory<byte>> rest)
    {
        ArgumentNullException.ThrowIfNull(rest);

        // Before the state says active: the sweep reads these only then.
        long startNs = _clock.NowNs;
        Volatile.Write(ref _lastByteNs, Deadlines.NoByteYet);
        Volatile.Write(ref _startNs, startNs);
        IsHead = first.Span.StartsWith("HEAD "u8);
        _sendFailure = null;
        if (!_state.TryBegin())
        {
            throw EndedFailure() ?? throw new InvalidOperationException("the response to the request before has not been read to its end");
        }

        try
        {
            long sentNs = await _connection.SendAsync(first);
            for (int i = 0; i < rest.Count; i++)
            {
                if (!rest[i].IsEmpty)
                {
                    await _connection.SendAsync(rest[i]);
                }
            }

            return sentNs;
        }
        catch (TransportException e) when (e.Error == TransportError.ConnectionReset && _state.Reason is null)
        {
            _sendFailure = e;
            return startNs;
        }
        catch (TransportException e)
        {
            _state.Break();
            throw EndedFailure(e) ?? e;
        }
    }

    /// <summary>Reads exactly one response.</summary>
    /// <exception cref="TransportException">The response broke, or a limit or <see cref="Abort"/> ended it. The connection cannot be reused.</exception>
    public async ValueTask ReceiveAsync(IHttpResponseHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _parser.Reset(IsHead);
        var gate = handler as IResponseGate;
        try
        {
            // Without the detour by the loop's queue: the reader runs inside the read that woke it.
            while (!Take(await _connection.ReadAsync().ConfigureAwait(false), handler))
            {
                if (gate is { IsClosed: true })
                {
                    await WaitForAsync(gate);
                }
            }
        }
        catch (TransportException e)
        {
            _state.Break();
            throw EndedFailure(e) ?? (ReceivedAnyByte ? e : _sendFailure ?? e);
        }
        catch
        {
            // The handler's own failure: the response is half read.
            _state.Break();
            throw;
        }

        // Everything was there, so the response stands even where Abort or a limit came at the same moment; only reuse is lost.
        _isReusable &= _state.TryFinish() && _sendFailure is null && _parser.AllowsReuse;
    }

    /// <summary>
    /// Says that nothing more will be sent, while the response is still read: the server sees that its client has left, and an answer that
    /// was on its way still comes. On the thread that owns the connection; it cannot be reused.
    /// </summary>
    public void EndSend()
    {
        _isReusable = false;
        _connection.EndSend();
    }

    /// <summary>Ends the connection at once: a pending send or receive throws <see cref="TransportError.Aborted"/>. Idempotent and thread-safe.</summary>
    public void Abort()
    {
        _state.TryEnd(TransportError.Aborted);
        _connection.Abort();
    }

    /// <summary>Ends the request under way if it has passed a limit.</summary>
    /// <returns>Until when it cannot pass one; <see cref="long.MaxValue"/> when no request is under way.</returns>
    internal long Expire(long nowNs)
    {
        if (!_state.TrySnapshot(out long snapshot))
        {
            return long.MaxValue;
        }

        long startNs = Volatile.Read(ref _startNs);
        long lastByteNs = Volatile.Read(ref _lastByteNs);
        if (_deadlines.Expired(nowNs, startNs, lastByteNs) is not { } reason)
        {
            return _deadlines.SafeUntilNs(startNs, lastByteNs);
        }

        if (_state.TryExpire(snapshot, reason))
        {
            _connection.Abort();
        }

        return long.MaxValue;
    }

    internal void Dispose()
    {
        _state.TryEnd(TransportError.Aborted);
        _connection.Dispose();
    }

    // The pause is the handler's, not the server's: no limit runs meanwhile.
    private async ValueTask WaitForAsync(IResponseGate gate)
    {
        Volatile.Write(ref _lastByteNs, Deadlines.Paused);
        await gate.WaitAsync();
        Volatile.Write(ref _lastByteNs, _clock.NowNs);
    }

    // True when the response is complete.
    private bool Take(in StampedRead read, IHttpResponseHandler handler)
    {
        if (!read.Buffer.IsEmpty)
        {
            Volatile.Write(ref _lastByteNs, read.StampNs);
        }

        SequencePosition consumed = read.Buffer.Start;
        try
        {
            bool isComplete = _parser.Consume(read.Buffer, read.StampNs, read.IsEnd, handler, ref consumed);
            _isReusable &= !isComplete || (!read.IsEnd && read.Buffer.Slice(consumed).IsEmpty);
            return isComplete;
        }
        finally
        {
            _connection.AdvanceTo(consumed);
        }
    }

    private TransportException? EndedFailure(TransportException? cause = null) =>
        _state.Reason is { } reason ? new(reason, _deadlines.Describe(reason), cause) : null;
}
