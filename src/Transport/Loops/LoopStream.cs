using System.Buffers;
using System.Threading.Tasks.Sources;
using LoadGen.Transport.Loops.Native;

namespace LoadGen.Transport.Loops;

/// <summary>
/// A socket of an event loop as a stream, for TLS to read and write. It remembers when the newest segment that was read arrived, which is
/// the best that can be said of the arrival of what TLS makes of it. Used on the loop's thread only.
/// </summary>
internal sealed class LoopStream : Stream, ISocketReceiver, IValueTaskSource<int>
{
    // What nobody reads stays in the kernel beyond this, and so with the sender.
    private const int WaitingBytesMax = 256 * 1024;

    private readonly EventLoop _loop;
    private readonly LoopSocket _socket;
    private readonly Queue<Segment> _segments = new();
    private ManualResetValueTaskSourceCore<int> _pendingRead;
    private Memory<byte> _target;
    private CancellationTokenRegistration _cancel;
    private int _taken;
    private long _waitingBytes;
    private int _error;
    private bool _hasEnded;
    private bool _isReading;
    private bool _isClosed;

    public LoopStream(EventLoop loop, LoopSocket socket)
    {
        _loop = loop;
        _socket = socket;
        socket.Start(this);
    }

    /// <summary>When the newest segment that was read had arrived.</summary>
    public long LastStampNs { get; private set; }

    /// <summary>A read would not wait.</summary>
    public bool HasUnreadBytes => _segments.Count > 0 || _hasEnded || _error != 0 || _socket.HasUnreadBytes();

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // TLS asks with an empty buffer whether there is anything to read, before it rents one to read into.
        if (_segments.Count > 0)
        {
            return new(buffer.IsEmpty ? 0 : TakeSegment(buffer.Span));
        }

        ObjectDisposedException.ThrowIf(_isClosed, this);
        if (_error != 0)
        {
            throw Errno.ToException(_error);
        }

        if (_hasEnded)
        {
            return new(0);
        }

        _target = buffer;
        _isReading = true;
        if (cancellationToken.CanBeCanceled)
        {
            // Only a handshake can be cancelled; reads of a connection end by Abort.
            short version = _pendingRead.Version;
            _cancel = cancellationToken.UnsafeRegister((_, token) => _loop.Post(() => CancelRead(version, token)), null);
        }

        return new(this, _pendingRead.Version);
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => _socket.SendAsync(buffer);

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("the loop's thread never blocks");

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("the loop's thread never blocks");

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Closes the socket; a pending read fails soon.</summary>
    public void CloseSocket()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        _socket.Close();
        if (_isReading)
        {
            // Later, not now: whoever reads runs code that must not run inside an Abort.
            _loop.Post(() => FailRead(new ObjectDisposedException(nameof(LoopStream))));
        }
    }

    void ISocketReceiver.OnData(ReadOnlyMemory<byte> received, long stampNs)
    {
        ReadOnlySpan<byte> bytes = received.Span;
        if (_isReading && !_target.IsEmpty && _segments.Count == 0)
        {
            int direct = Math.Min(bytes.Length, _target.Length);
            bytes[..direct].CopyTo(_target.Span);
            LastStampNs = stampNs;
            Keep(bytes[direct..], stampNs);
            CompleteRead(direct);
            return;
        }

        Keep(bytes, stampNs);
        if (_isReading)
        {
            CompleteRead(_target.IsEmpty ? 0 : TakeSegment(_target.Span));
        }
    }

    void ISocketReceiver.OnEnd(long stampNs)
    {
        _hasEnded = true;
        LastStampNs = stampNs;
        if (_isReading)
        {
            CompleteRead(0);
        }
    }

    void ISocketReceiver.OnFailure(int error)
    {
        _error = error;
        FailRead(Errno.ToException(error));
    }

    int IValueTaskSource<int>.GetResult(short token)
    {
        try
        {
            return _pendingRead.GetResult(token);
        }
        finally
        {
            _pendingRead.Reset();
        }
    }

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _pendingRead.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _pendingRead.OnCompleted(continuation, state, token, flags);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            CloseSocket();
            while (_segments.TryDequeue(out Segment left))
            {
                ArrayPool<byte>.Shared.Return(left.Bytes);
            }
        }

        base.Dispose(disposing);
    }

    private void Keep(ReadOnlySpan<byte> bytes, long stampNs)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        byte[] copy = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(copy);
        _segments.Enqueue(new Segment(copy, bytes.Length, stampNs));
        _waitingBytes += bytes.Length;
        if (_waitingBytes > WaitingBytesMax)
        {
            _socket.IsPaused = true;
        }
    }

    private int TakeSegment(Span<byte> into)
    {
        Segment first = _segments.Peek();
        int count = Math.Min(into.Length, first.Length - _taken);
        first.Bytes.AsSpan(_taken, count).CopyTo(into);
        LastStampNs = first.StampNs;
        _taken += count;
        _waitingBytes -= count;
        if (_waitingBytes <= WaitingBytesMax)
        {
            _socket.IsPaused = false;
        }

        if (_taken == first.Length)
        {
            _segments.Dequeue();
            _taken = 0;
            ArrayPool<byte>.Shared.Return(first.Bytes);
        }

        return count;
    }

    private void CompleteRead(int count)
    {
        EndRead();
        _pendingRead.SetResult(count);
    }

    private void FailRead(Exception failure)
    {
        if (_isReading)
        {
            EndRead();
            _pendingRead.SetException(failure);
        }
    }

    // It comes through the loop's queue: the read may have got its bytes meanwhile, and the next one is not to be cancelled.
    private void CancelRead(short version, CancellationToken token)
    {
        if (_pendingRead.Version == version)
        {
            FailRead(new OperationCanceledException(token));
        }
    }

    private void EndRead()
    {
        _isReading = false;
        _target = default;
        _cancel.Dispose();
        _cancel = default;
    }

    private readonly record struct Segment(byte[] Bytes, int Length, long StampNs);
}
