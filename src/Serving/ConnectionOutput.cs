using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;

namespace LoadGen.Serving;

/// <summary>
/// A connection's output, put between Kestrel's HTTP and its socket transport. All bytes, Kestrel's response heads and a stream's
/// chunks alike, go straight to the kernel in the order written. When the kernel takes no more, the rest and everything after it go
/// through the transport's own pipe, which waits for the socket and pushes back; that connection stays with the pipe.
/// </summary>
/// <remarks>
/// Kestrel's request handling and whoever writes the stream (a pacer, an event loop) use it in turns, never at once: the handler waits
/// while the other has the stream.
/// </remarks>
/// <param name="socket">The connection's socket; null where bytes must go through the pipe (TLS).</param>
/// <param name="pipe">The transport's own output.</param>
public sealed class ConnectionOutput(SafeSocketHandle? socket, PipeWriter pipe) : PipeWriter, IStreamOutput
{
    private byte[] _buffer = [];
    private int _length;
    private bool _throughPipe = socket is null;
    private Task _writable = Task.CompletedTask;

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => true;

    /// <inheritdoc/>
    public override long UnflushedBytes => _throughPipe ? pipe.UnflushedBytes : _length;

    /// <inheritdoc/>
    public SendOutcome Send(ReadOnlySpan<byte> bytes)
    {
        if (!_throughPipe)
        {
            int sent = DirectSend.Send(socket!, bytes);
            if (sent < 0)
            {
                return SendOutcome.Closed;
            }

            if (sent == bytes.Length)
            {
                return SendOutcome.Sent;
            }

            _throughPipe = true;
            bytes = bytes[sent..];
        }

        return SendThroughPipe(bytes);
    }

    /// <inheritdoc/>
    public void OnWritable(Action callback) =>
        _writable.ContinueWith((_, call) => ((Action)call!)(), callback, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_throughPipe)
        {
            return pipe.GetMemory(sizeHint);
        }

        int needed = _length + Math.Max(sizeHint, 256);
        if (_buffer.Length < needed)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, 2 * _length));
            _buffer.AsSpan(0, _length).CopyTo(larger);
            ReturnBuffer();
            _buffer = larger;
        }

        return _buffer.AsMemory(_length);
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <inheritdoc/>
    public override void Advance(int bytes)
    {
        if (_throughPipe)
        {
            pipe.Advance(bytes);
        }
        else
        {
            _length += bytes;
        }
    }

    /// <inheritdoc/>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_throughPipe)
        {
            return pipe.FlushAsync(cancellationToken);
        }

        int length = _length;
        int sent = length == 0 ? 0 : DirectSend.Send(socket!, _buffer.AsSpan(0, length));
        if (sent >= 0 && sent < length)
        {
            _throughPipe = true;
            pipe.Write(_buffer.AsSpan(sent, length - sent));
        }

        _length = 0;
        ReturnBuffer();
        return _throughPipe
            ? pipe.FlushAsync(cancellationToken)
            : new ValueTask<FlushResult>(new FlushResult(isCanceled: false, isCompleted: sent < 0));
    }

    /// <inheritdoc/>
    public override void CancelPendingFlush() => pipe.CancelPendingFlush();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null)
    {
        ReturnBuffer();
        pipe.Complete(exception);
    }

    private SendOutcome SendThroughPipe(ReadOnlySpan<byte> bytes)
    {
        ValueTask<FlushResult> flush;
        try
        {
            pipe.Write(bytes);
            flush = pipe.FlushAsync();
        }
        catch (Exception e) when (e is InvalidOperationException or OperationCanceledException or IOException or SocketException)
        {
            // Kestrel completes the pipe when it aborts a connection, from whatever thread; a transport that broke says so by its own exception.
            return SendOutcome.Closed;
        }

        if (flush.IsCompletedSuccessfully)
        {
            return flush.Result.IsCompleted ? SendOutcome.Closed : SendOutcome.Sent;
        }

        _writable = flush.AsTask();
        return SendOutcome.Full;
    }

    private void ReturnBuffer()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }
}
