using System.IO.Pipelines;
using LoadGen.Transport.Loops;
using LoadGen.Transport.Loops.Native;

namespace LoadGen.Transport.Connections;

/// <summary>A plain TCP connection of an event loop: a byte crosses no queue and no thread between the kernel and its reader.</summary>
internal sealed class LoopConnection : PipedConnection, ISocketReceiver
{
    // A reader that does not read leaves the rest to the kernel's buffer, and so to the sender. Far above what a stream brings in one read.
    private const int WaitingBytesMax = 256 * 1024;

    private readonly EventLoop _loop;
    private readonly LoopSocket _socket;

    public LoopConnection(EventLoop loop, LoopSocket socket, PipeOptions buffers, string peer)
        : base(buffers, loop.Clock, peer)
    {
        _loop = loop;
        _socket = socket;
        socket.Start(this);
    }

    /// <inheritdoc/>
    protected override bool HasUnreadBytes => _socket.HasUnreadBytes();

    /// <inheritdoc/>
    public override void Abort() => _loop.Invoke(Close);

    /// <inheritdoc/>
    public override void EndSend()
    {
        if (!IsClosed)
        {
            _socket.EndSend();
        }
    }

    void ISocketReceiver.OnData(ReadOnlyMemory<byte> bytes, long stampNs)
    {
        Received(bytes, stampNs);
        if (WaitingBytes > WaitingBytesMax)
        {
            _socket.IsPaused = true;
        }
    }

    void ISocketReceiver.OnEnd(long stampNs) => Ended(stampNs);

    void ISocketReceiver.OnFailure(int error) => Failed(WireFailure.OfReceive(Errno.ToException(error), Peer, IsClosed));

    /// <inheritdoc/>
    protected override void BeginReceive() => _socket.IsPaused = false;

    /// <inheritdoc/>
    protected override ValueTask TransmitAsync(ReadOnlyMemory<byte> bytes) => _socket.SendAsync(bytes);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Abort();
        }
    }

    private void Close()
    {
        if (IsClosed)
        {
            return;
        }

        _socket.Close();
        MarkClosed();
        if (IsReading)
        {
            // Later, not now: whoever reads runs code that must not run inside an Abort.
            _loop.Post(() => Failed(WireFailure.Closed(Peer)));
        }
    }
}
