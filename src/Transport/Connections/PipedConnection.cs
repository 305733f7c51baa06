using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Tasks.Sources;
using LoadGen.Transport.Timing;

namespace LoadGen.Transport.Connections;

/// <summary>
/// A connection whose received bytes wait in a <see cref="Pipe"/> until they are read. The connection is its own awaitable: a read that
/// waits allocates nothing, and what awaits it runs on the thread that received, right then.
/// </summary>
/// <remarks>Everything happens on the thread that owns the connection; nothing here is synchronised.</remarks>
internal abstract class PipedConnection : Connection, IValueTaskSource<StampedRead>
{
    private readonly Pipe _pipe;
    private readonly IMonotonicClock _clock;
    private ManualResetValueTaskSourceCore<StampedRead> _pendingRead;
    private ReadOnlySequence<byte> _unconsumed;
    private Exception? _failure;
    private long _stampNs;
    private bool _hasNews;
    private bool _isReading;
    private bool _isBeingRead;
    private bool _isLent;
    private bool _isFreed;

    protected PipedConnection(PipeOptions buffers, IMonotonicClock clock, string peer)
    {
        _pipe = new Pipe(buffers);
        _clock = clock;
        Peer = peer;
    }

    /// <inheritdoc/>
    public override bool IsStale => IsClosed || HasEnded || _hasNews || _failure is not null || !_unconsumed.IsEmpty || HasUnreadBytes;

    /// <summary><c>host:port</c>, for messages.</summary>
    protected string Peer { get; }

    /// <summary>The owner has ended the connection.</summary>
    protected bool IsClosed { get; private set; }

    /// <summary>The peer has closed its side.</summary>
    protected bool HasEnded { get; private set; }

    /// <summary>A read is waiting.</summary>
    protected bool IsReading => _isReading;

    /// <summary>Bytes that came since the last read and wait for the next one.</summary>
    protected long WaitingBytes { get; private set; }

    /// <summary>True when a receive would not wait: bytes or the end are there.</summary>
    protected abstract bool HasUnreadBytes { get; }

    /// <summary>The buffers of a target's connections: nothing is scheduled, nothing pauses (the parser limits what it leaves unconsumed).</summary>
    public static PipeOptions BufferOptions(TransportOptions options) => new(
        readerScheduler: PipeScheduler.Inline,
        writerScheduler: PipeScheduler.Inline,
        pauseWriterThreshold: 0,
        resumeWriterThreshold: 0,
        minimumSegmentSize: options.ReceiveBufferBytes,
        useSynchronizationContext: false);

    /// <inheritdoc/>
    public override async ValueTask<long> SendAsync(ReadOnlyMemory<byte> bytes)
    {
        long stampNs = _clock.NowNs;
        try
        {
            await TransmitAsync(bytes);
        }
        catch (Exception e) when (WireFailure.IsExpected(e))
        {
            throw WireFailure.OfSend(e, Peer, IsClosed);
        }

        return stampNs;
    }

    /// <inheritdoc/>
    public override ValueTask<StampedRead> ReadAsync()
    {
        if (IsClosed)
        {
            throw WireFailure.Closed(Peer);
        }

        if (!_hasNews && !HasEnded && _failure is null)
        {
            BeginReceive();
        }

        // Bytes that came before a failure come first: a server that refuses a request answers, and then resets.
        if (!_hasNews && _failure is { } failure)
        {
            throw failure;
        }

        if (_hasNews || HasEnded)
        {
            return new(Take());
        }

        _isReading = true;
        return new(this, _pendingRead.Version);
    }

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed)
    {
        _isBeingRead = false;
        if (_isLent)
        {
            TakeBackLent(consumed);
            return;
        }

        if (IsClosed)
        {
            FreeIfClosed();
            return;
        }

        ReadOnlySequence<byte> rest = _unconsumed.Slice(consumed);
        _pipe.Reader.AdvanceTo(consumed, _unconsumed.End);
        _unconsumed = rest;
    }

    StampedRead IValueTaskSource<StampedRead>.GetResult(short token)
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

    ValueTaskSourceStatus IValueTaskSource<StampedRead>.GetStatus(short token) => _pendingRead.GetStatus(token);

    void IValueTaskSource<StampedRead>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _pendingRead.OnCompleted(continuation, state, token, flags);

    /// <summary>Sends all of <paramref name="bytes"/>.</summary>
    protected abstract ValueTask TransmitAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>A read begins and nothing is there for it. What it brings may be said at once.</summary>
    protected virtual void BeginReceive()
    {
    }

    /// <summary>Where to put bytes that are received in place, before they are said to be <c>Received</c>.</summary>
    protected Memory<byte> GetBuffer(int leastBytes) => _pipe.Writer.GetMemory(leastBytes);

    /// <summary>
    /// Takes in bytes that are valid during this call only. A read that waits gets them where they are: only what it leaves unconsumed
    /// is kept in the pipe.
    /// </summary>
    protected void Received(ReadOnlyMemory<byte> bytes, long stampNs)
    {
        if (!_isReading || !_unconsumed.IsEmpty)
        {
            WaitingBytes += bytes.Length;
            _pipe.Writer.Write(bytes.Span);
            Publish(stampNs);
            return;
        }

        _isReading = false;
        _isBeingRead = true;
        _isLent = true;
        _unconsumed = new ReadOnlySequence<byte>(bytes);
        _pendingRead.SetResult(new StampedRead(_unconsumed, stampNs, false));
        if (_isLent)
        {
            throw new InvalidOperationException("the reader of a connection has not called AdvanceTo before it waited for something else");
        }
    }

    /// <summary>Takes in what was put into <see cref="GetBuffer"/>, and lets a waiting read have it.</summary>
    protected void Received(int count, long stampNs)
    {
        WaitingBytes += count;
        _pipe.Writer.Advance(count);
        Publish(stampNs);
    }

    /// <summary>The peer has closed its side.</summary>
    protected void Ended(long stampNs)
    {
        HasEnded = true;
        _stampNs = stampNs;
        _pipe.Writer.Complete();
        if (_isReading)
        {
            _isReading = false;
            _pendingRead.SetResult(Take());
        }
    }

    /// <summary>The connection broke; bytes that came before are still read first.</summary>
    protected void Failed(Exception failure)
    {
        _failure ??= failure;
        bool wasReading = _isReading;
        _isReading = false;
        FreeIfClosed();
        if (wasReading)
        {
            _pendingRead.SetException(failure);
        }
    }

    /// <summary>The owner ends the connection: from now on reads fail. A read that waits is to be told by <see cref="Failed"/>.</summary>
    protected void MarkClosed()
    {
        IsClosed = true;
        FreeIfClosed();
    }

    // What was left of bytes that are valid now only goes into the pipe, where the next read finds it before what is new.
    private void TakeBackLent(SequencePosition consumed)
    {
        _isLent = false;
        ReadOnlySequence<byte> rest = _unconsumed.Slice(consumed);
        _unconsumed = default;
        if (IsClosed)
        {
            FreeIfClosed();
        }
        else if (!rest.IsEmpty)
        {
            foreach (ReadOnlyMemory<byte> part in rest)
            {
                _pipe.Writer.Write(part.Span);
            }

            Flush();
            _pipe.Reader.TryRead(out ReadResult kept);
            _unconsumed = kept.Buffer;
            _pipe.Reader.AdvanceTo(kept.Buffer.Start, kept.Buffer.End);
        }
    }

    private void Flush()
    {
        ValueTask<FlushResult> flush = _pipe.Writer.FlushAsync();
        System.Diagnostics.Debug.Assert(flush.IsCompleted, "a pipe without a pause threshold never waits");
        _ = flush.Result;
    }

    private void Publish(long stampNs)
    {
        _stampNs = stampNs;
        _hasNews = true;
        Flush();
        if (_isReading)
        {
            // Runs the reader, which may start the next read: nothing of this one may follow.
            _isReading = false;
            _pendingRead.SetResult(Take());
        }
    }

    private StampedRead Take()
    {
        _hasNews = false;
        WaitingBytes = 0;
        _isBeingRead = true;
        _pipe.Reader.TryRead(out ReadResult read);
        _unconsumed = read.Buffer;
        return new StampedRead(read.Buffer, _stampNs, HasEnded);
    }

    // Not while somebody looks at the buffers or a receive may still write into them.
    private void FreeIfClosed()
    {
        if (IsClosed && !_isBeingRead && !_isReading && !_isFreed)
        {
            _isFreed = true;
            _unconsumed = default;
            _pipe.Writer.Complete();
            _pipe.Reader.Complete();
        }
    }
}
