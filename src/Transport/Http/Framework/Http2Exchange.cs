using System.Buffers;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Timing;

namespace LoadGen.Transport.Http.Framework;

/// <summary>
/// One request over HTTP/2. The framework's threads read; a read's time is taken as soon as it returns, on the thread on which it does, and
/// the handler runs right there, one call after another.
/// </summary>
internal sealed class Http2Exchange : IHttpConnection, IAsyncDisposable
{
    // A read brings at most what one or two DATA frames hold (16 KB by default).
    private const int ReadBytes = 16_384;

    private readonly Http2Origin _origin;
    private readonly Deadlines _deadlines;
    private readonly IMonotonicClock _clock;
    private readonly CancellationTokenSource _stop = new();
    private RequestState _state;
    private Task<HttpResponseMessage>? _response;
    private Http2Content? _content;
    private long _startNs;
    private long _sentNs;
    private long _headNs;
    private long _lastByteNs = Deadlines.NoByteYet;

    public Http2Exchange(Http2Origin origin, Http2Lane lane, Deadlines deadlines, IMonotonicClock clock) =>
        (_origin, Lane, _deadlines, _clock) = (origin, lane, deadlines, clock);

    /// <inheritdoc/>
    public bool WasReused => Opening == ConnectionOpening.Unknown;

    /// <inheritdoc/>
    public ConnectionOpening Opening { get; private set; } = ConnectionOpening.Unknown;

    /// <inheritdoc/>
    public long ConnectNs { get; private set; }

    /// <inheritdoc/>
    public long WaitNs => Math.Max(0, Volatile.Read(ref _sentNs) - Volatile.Read(ref _startNs) - ConnectNs);

    /// <inheritdoc/>
    public bool NeverSent { get; private set; }

    // The framework sends again by itself what a server refused unseen or an idle connection swallowed.
    /// <inheritdoc/>
    public bool MaySendAgain => false;

    /// <summary>Its connections.</summary>
    public Http2Lane Lane { get; }

    /// <summary>Its place in the origin's list; −1 when it is returned.</summary>
    public int Place { get; set; } = -1;

    /// <inheritdoc/>
    public async ValueTask<long> SendAsync(HttpRequestBuffer request)
    {
        ArgumentNullException.ThrowIfNull(request);
        long startNs = _clock.NowNs;
        Volatile.Write(ref _startNs, startNs);
        Volatile.Write(ref _sentNs, startNs);
        if (!_state.TryBegin())
        {
            throw Ended() ?? throw new InvalidOperationException("an exchange is one request");
        }

        // Disposed of with the response, or with a failure of it.
        HttpRequestMessage message = _origin.Message(request.Template, this);
        if (request.BodyBytes > 0)
        {
            _content = new Http2Content(request.Body.Span, () => Volatile.Write(ref _sentNs, _clock.NowNs));
            message.Content = _content;
        }

        Http2Origin.AddFields(request, message);
        _response = StampedAsync(message);
        if (_content is not null)
        {
            await Task.WhenAny(_content.Sent, _response);
        }

        if (_content is { Sent.IsCompleted: false, WasAskedFor: false } && _response is { IsCompleted: true, IsCompletedSuccessfully: false })
        {
            NeverSent = true;
            await FailedAsync(_response);
        }

        return Volatile.Read(ref _sentNs);
    }

    /// <inheritdoc/>
    public async ValueTask ReceiveAsync(IHttpResponseHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        if (_response is not { } pending)
        {
            throw new InvalidOperationException("nothing was sent");
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);
        try
        {
            using HttpResponseMessage response = await pending.ConfigureAwait(false);
            handler.OnHead(new HttpResponseHead((int)response.StatusCode, Http2Head.Render(response)), _headNs);
            await using Stream body = await response.Content.ReadAsStreamAsync(_stop.Token).ConfigureAwait(false);
            while (true)
            {
                int count = await body.ReadAsync(buffer, _stop.Token).ConfigureAwait(false);
                long stampNs = _clock.NowNs;
                Volatile.Write(ref _lastByteNs, stampNs);
                if (count == 0)
                {
                    handler.OnEnd(stampNs);
                    break;
                }

                handler.OnBody(buffer.AsSpan(0, count), stampNs);
            }
        }
        catch (Exception e) when (FrameworkFailure.IsExpected(e))
        {
            _state.Break();
            throw Ended(e) ?? FrameworkFailure.Of(e, _origin.Peer);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        // Everything was there, so the response stands even where Abort or a limit came at the same moment.
        _state.TryFinish();
    }

    /// <summary>The framework opened a connection for this request.</summary>
    public void OnOpened(ConnectionOpening opening, long connectNs)
    {
        ConnectNs = connectNs;
        Opening = opening;
    }

    /// <summary>Ends the request at once; the connection, which others use, stays. Idempotent and thread-safe.</summary>
    public void Abort()
    {
        _state.TryEnd(TransportError.Aborted);
        Stop();
    }

    /// <summary>Ends the request if it has passed a limit.</summary>
    /// <returns>Until when it cannot pass one; <see cref="long.MaxValue"/> when it is not under way.</returns>
    public long Expire(long nowNs)
    {
        if (!_state.TrySnapshot(out long snapshot))
        {
            return long.MaxValue;
        }

        // Limits run from the send; until the request has its stream, from when it began to wait for one.
        long sentNs = Volatile.Read(ref _sentNs);
        long lastByteNs = Volatile.Read(ref _lastByteNs);
        if (_deadlines.Expired(nowNs, sentNs, lastByteNs) is not { } reason)
        {
            return _deadlines.SafeUntilNs(sentNs, lastByteNs);
        }

        if (_state.TryExpire(snapshot, reason))
        {
            Stop();
        }

        return long.MaxValue;
    }

    /// <summary>The request is over: gives its memory back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_response is { } response)
        {
            if (!response.IsCompleted)
            {
                await _stop.CancelAsync();
            }

            await ((Task)response).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _content?.Dispose();
        _stop.Dispose();
    }

    private void Stop()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Over since the look at the list of requests under way: nothing is left to be ended.
        }
    }

    private async Task<HttpResponseMessage> StampedAsync(HttpRequestMessage message)
    {
        HttpResponseMessage response = await Lane.Invoker.SendAsync(message, _stop.Token).ConfigureAwait(false);
        _headNs = _clock.NowNs;
        Volatile.Write(ref _lastByteNs, _headNs);
        return response;
    }

    private async Task FailedAsync(Task<HttpResponseMessage> response)
    {
        try
        {
            await response;
        }
        catch (Exception e) when (FrameworkFailure.IsExpected(e))
        {
            _state.Break();
            throw Ended(e) ?? FrameworkFailure.Of(e, _origin.Peer);
        }
    }

    private TransportException? Ended(Exception? cause = null) =>
        _state.Reason is { } reason ? new(reason, _deadlines.Describe(reason), cause) : null;
}
