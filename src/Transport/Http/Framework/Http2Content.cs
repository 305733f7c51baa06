using System.Buffers;
using System.Net;

namespace LoadGen.Transport.Http.Framework;

/// <summary>
/// A request's body. The framework asks for it when the request has a stream of a connection and its head is on the way: that is the
/// send. It may ask again, when the server refused the stream unseen.
/// </summary>
internal sealed class Http2Content : HttpContent
{
    private readonly Action _onSending;
    private readonly int _length;
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[]? _body;
    private int _users;

    /// <param name="body">The body; copied, since its buffer is used again as soon as the request is sent.</param>
    /// <param name="onSending">Told when it is asked for, each time.</param>
    public Http2Content(ReadOnlySpan<byte> body, Action onSending)
    {
        _onSending = onSending;
        _length = body.Length;
        _body = ArrayPool<byte>.Shared.Rent(body.Length);
        body.CopyTo(_body);
    }

    /// <summary>The framework has asked for it: the request's head is on its way.</summary>
    public bool WasAskedFor { get; private set; }

    /// <summary>Completes when the body has been handed over, whatever became of it.</summary>
    public Task Sent => _sent.Task;

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        WasAskedFor = true;
        _onSending();
        Interlocked.Increment(ref _users);
        try
        {
            byte[] body = _body ?? throw new ObjectDisposedException(nameof(Http2Content));
            await stream.WriteAsync(body.AsMemory(0, _length), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _users);
            _sent.TrySetResult();
        }
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, default);

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        byte[]? body = Interlocked.Exchange(ref _body, null);

        // A server that answers before it has the whole body leaves a write under way: then the memory is not the pool's to give away.
        if (disposing && body is not null && Volatile.Read(ref _users) == 0)
        {
            ArrayPool<byte>.Shared.Return(body);
        }

        base.Dispose(disposing);
    }
}
