using LoadGen.Serving;
using LoadGen.Transport.Loops;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LoadGen.Routing.Pairs;

/// <summary>
/// A streamed response to the client, written from the loop: Kestrel writes the head, and because the head says
/// <c>Transfer-Encoding: chunked</c> itself, leaves the framing of the body to us. Each piece of decode's stream is one send(2).
/// Used on the loop's thread only; Kestrel's handler waits meanwhile.
/// </summary>
internal sealed class ClientStream
{
    private readonly HttpContext _http;
    private readonly EventLoop _loop;
    private readonly FrameWriter _frames;
    private readonly bool _isChunked;
    private readonly Action _onWritable;

    // What came while the client was full: the rest of one read of decode's, or the end. It goes out first.
    private readonly ReplyBuffer _left = new(int.MaxValue);
    private ConnectionOutput? _output;
    private TaskCompletionSource? _opened;
    private Task? _starting;

    /// <param name="http">The client's request.</param>
    /// <param name="loop">The loop that writes.</param>
    /// <param name="frames">The loop's buffer for frames.</param>
    public ClientStream(HttpContext http, EventLoop loop, FrameWriter frames)
    {
        _http = http;
        _loop = loop;
        _frames = frames;

        // HTTP/1.0 knows no transfer codings (RFC 9112 §6.1): there the body goes as it is, and its end is the connection's.
        _isChunked = !HttpProtocol.IsHttp10(http.Request.Protocol);
        _onWritable = () => _loop.Post(Open);
    }

    /// <summary>There is a connection that can take a stream; a canary has none.</summary>
    public bool CanStream => _http.Features.Get<ConnectionOutput>() is not null;

    /// <summary>The head has been written: no other answer is possible any more.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>The client's connection is gone.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Bytes of body sent.</summary>
    public long Bytes { get; private set; }

    /// <summary>The client does not read as fast as decode sends: nothing more until it does.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Since when it has been full, in ns.</summary>
    public long FullSinceNs { get; private set; }

    /// <summary>Writes the head.</summary>
    /// <param name="status">Decode's.</param>
    /// <param name="contentType">Decode's.</param>
    /// <param name="simulated">What decode says in <c>x-simulated</c>: whoever measures through the router must not take it for a real engine. Null for a real one.</param>
    public void Start(int status, string contentType, string? simulated = null)
    {
        HasStarted = true;
        _output = _http.Features.GetRequiredFeature<ConnectionOutput>();
        HttpResponse response = _http.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.Headers.CacheControl = "no-cache";

        // For an nginx in front, which would gather tokens otherwise.
        response.Headers["X-Accel-Buffering"] = "no";
        if (simulated is not null)
        {
            response.Headers["x-simulated"] = simulated;
        }

        if (_isChunked)
        {
            response.Headers.TransferEncoding = "chunked";
        }

        Task started = response.StartAsync(CancellationToken.None);
        Task flushed = started.IsCompletedSuccessfully ? response.Body.FlushAsync(CancellationToken.None) : started;
        if (!flushed.IsCompletedSuccessfully)
        {
            // The head did not fit into an empty connection: seen only where the connection is just ending.
            _starting = flushed;
            BeFull();
            flushed.ContinueWith(_ => _onWritable(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    /// <summary>Sends a piece of the body: now, or when the client has taken what came before.</summary>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        if (IsGone || bytes.IsEmpty)
        {
            return;
        }

        _frames.Begin(_isChunked);
        _frames.Chunk(bytes);
        Bytes += bytes.Length;
        Write(_frames.Written);
    }

    /// <summary>Ends the body.</summary>
    public void End()
    {
        if (!IsGone && _isChunked)
        {
            _frames.Begin(_isChunked);
            _frames.EndBody();
            Write(_frames.Written);
        }
    }

    /// <summary>Completes when more may be sent, the client is gone, or by <see cref="StopWaiting"/>. Until nothing waits, Kestrel must not have the connection back.</summary>
    public ValueTask WaitAsync()
    {
        if (!IsFull)
        {
            return default;
        }

        // Later, not now: whoever waits goes on by the loop's queue, and not inside of what ended its wait.
        _opened ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return new(_opened.Task);
    }

    /// <summary>Whoever waits goes on, though the client takes no more yet.</summary>
    public void StopWaiting()
    {
        TaskCompletionSource? opened = _opened;
        _opened = null;
        opened?.TrySetResult();
    }

    /// <summary>The client is gone, or not wanted any more: whoever waits goes on.</summary>
    public void GiveUp()
    {
        IsGone = true;
        IsFull = false;
        _left.Free();
        StopWaiting();
    }

    // Kestrel's pipe takes one flush at a time: while one is under way, nothing is handed over.
    private void Write(ReadOnlySpan<byte> bytes)
    {
        if (IsFull)
        {
            _left.Append(bytes);
        }
        else
        {
            Take(_output!.Send(bytes));
        }
    }

    private void Take(SendOutcome outcome)
    {
        switch (outcome)
        {
            case SendOutcome.Closed:
                IsGone = true;
                break;
            case SendOutcome.Full:
                BeFull();
                _output!.OnWritable(_onWritable);
                break;
            default:
                break;
        }
    }

    private void BeFull()
    {
        if (!IsFull)
        {
            IsFull = true;
            FullSinceNs = _loop.Clock.NowNs;
        }
    }

    private void Open()
    {
        IsGone |= _starting is { IsFaulted: true } or { IsCanceled: true };
        IsFull = false;
        if (!IsGone && _left.Length > 0)
        {
            Take(_output!.Send(_left.Memory.Span));
        }

        _left.Free();
        if (!IsFull)
        {
            StopWaiting();
        }
    }
}
