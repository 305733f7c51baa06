using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using LoadGen.Transport.Timing;

namespace LoadGen.Transport.Connections;

/// <summary>
/// A connection that receives straight into a <see cref="Pipe"/> and stamps each receive as its first act. There is no pump: a read
/// of the connection is one receive of the socket, so a byte crosses no queue and no thread between the kernel and its reader.
/// </summary>
internal abstract class PipedConnection : Connection
{
    // A receive into less room than this would cut events in two more often than it saves a segment.
    private const int LeastReceiveBytes = 1_024;

    private readonly Pipe _pipe;
    private readonly IMonotonicClock _clock;
    private readonly int _receiveBytes;
    private ReadOnlySequence<byte> _unconsumed;
    private bool _ended;
    private volatile bool _closed;
    private int _disposed;

    // One for the owner, one from the start of a read to its AdvanceTo. The buffers go back when nobody holds them, so a
    // Dispose beside a pending receive cannot hand the kernel's target to somebody else.
    private int _holds = 1;

    protected PipedConnection(PipeOptions buffers, IMonotonicClock clock, string peer)
    {
        _pipe = new Pipe(buffers);
        _clock = clock;
        _receiveBytes = Math.Min(LeastReceiveBytes, buffers.MinimumSegmentSize);
        Peer = peer;
    }

    /// <inheritdoc/>
    public override bool IsStale => _closed || _ended || !_unconsumed.IsEmpty || HasUnreadBytes;

    /// <summary><c>host:port</c>, for messages.</summary>
    protected string Peer { get; }

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
            throw WireFailure.OfSend(e, Peer, _closed);
        }

        return stampNs;
    }

    /// <inheritdoc/>
    public override ValueTask<StampedRead> ReadAsync()
    {
        if (!TryHold())
        {
            throw WireFailure.Closed(Peer);
        }

        if (_ended)
        {
            return new(Result(_clock.NowNs));
        }

        ValueTask<int> receive;
        try
        {
            receive = ReceiveAsync(_pipe.Writer.GetMemory(_receiveBytes));
            if (!receive.IsCompletedSuccessfully)
            {
                return AcceptLater(receive);
            }
        }
        catch (Exception e) when (WireFailure.IsExpected(e))
        {
            Release();
            throw WireFailure.OfReceive(e, Peer, _closed);
        }

        long stampNs = _clock.NowNs;
        return new(Accept(receive.Result, stampNs));
    }

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed)
    {
        ReadOnlySequence<byte> rest = _unconsumed.Slice(consumed);
        _pipe.Reader.AdvanceTo(consumed, _unconsumed.End);
        _unconsumed = rest;
        Release();
    }

    /// <inheritdoc/>
    public override void Abort()
    {
        _closed = true;
        Close();
    }

    /// <summary>Receives into <paramref name="buffer"/>; 0 is the end.</summary>
    protected abstract ValueTask<int> ReceiveAsync(Memory<byte> buffer);

    /// <summary>Sends all of <paramref name="bytes"/>.</summary>
    protected abstract ValueTask TransmitAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>Closes the socket, so that pending operations fail. Idempotent and thread-safe.</summary>
    protected abstract void Close();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            Abort();
            Release();
        }
    }

    // The box of this state machine is pooled: a pending receive allocates nothing once the run is warm.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<StampedRead> AcceptLater(ValueTask<int> receive)
    {
        int received;
        try
        {
            received = await receive;
        }
        catch (Exception e) when (WireFailure.IsExpected(e))
        {
            Release();
            throw WireFailure.OfReceive(e, Peer, _closed);
        }

        return Accept(received, _clock.NowNs);
    }

    private StampedRead Accept(int received, long stampNs)
    {
        if (received == 0)
        {
            _ended = true;
            _pipe.Writer.Complete();
        }
        else
        {
            _pipe.Writer.Advance(received);
            ValueTask<FlushResult> flush = _pipe.Writer.FlushAsync();
            System.Diagnostics.Debug.Assert(flush.IsCompleted, "a pipe without a pause threshold never waits");
            _ = flush.Result;
        }

        return Result(stampNs);
    }

    private StampedRead Result(long stampNs)
    {
        _pipe.Reader.TryRead(out ReadResult read);
        _unconsumed = read.Buffer;
        return new StampedRead(read.Buffer, stampNs, _ended);
    }

    private bool TryHold()
    {
        int holds = Volatile.Read(ref _holds);
        while (holds > 0)
        {
            int seen = Interlocked.CompareExchange(ref _holds, holds + 1, holds);
            if (seen == holds)
            {
                return true;
            }

            holds = seen;
        }

        return false;
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _holds) == 0)
        {
            _unconsumed = default;
            _pipe.Writer.Complete();
            _pipe.Reader.Complete();
        }
    }
}
