using System.IO.Pipelines;
using System.Net.Security;
using System.Runtime.CompilerServices;
using LoadGen.Transport.Loops;

namespace LoadGen.Transport.Connections;

/// <summary>A TLS connection whose handshake is done. What is decrypted carries the arrival of the newest segment it was made of.</summary>
internal sealed class TlsConnection : PipedConnection
{
    // A receive into less room than this would cut events in two more often than it saves a segment.
    private const int LeastReceiveBytes = 1_024;

    private readonly EventLoop _loop;
    private readonly LoopStream _wire;
    private readonly SslStream _tls;
    private readonly int _receiveBytes;
    private readonly Action _onReceived;
    private ConfiguredValueTaskAwaitable<int>.ConfiguredValueTaskAwaiter _receive;

    public TlsConnection(EventLoop loop, LoopStream wire, SslStream tls, PipeOptions buffers, string peer)
        : base(buffers, loop.Clock, peer)
    {
        _loop = loop;
        _wire = wire;
        _tls = tls;
        _receiveBytes = Math.Min(LeastReceiveBytes, buffers.MinimumSegmentSize);
        _onReceived = OnReceived;
    }

    /// <inheritdoc/>
    protected override bool HasUnreadBytes => _wire.HasUnreadBytes;

    // The socket alone: pending TLS operations fail by themselves.
    /// <inheritdoc/>
    public override void Abort() => _loop.Invoke(() =>
    {
        if (!IsClosed)
        {
            _wire.CloseSocket();
            MarkClosed();
        }
    });

    /// <inheritdoc/>
    protected override ValueTask TransmitAsync(ReadOnlyMemory<byte> bytes) => _tls.WriteAsync(bytes);

    /// <inheritdoc/>
    protected override void BeginReceive()
    {
        ValueTask<int> receive = _tls.ReadAsync(GetBuffer(_receiveBytes));
        _receive = receive.ConfigureAwait(false).GetAwaiter();
        if (_receive.IsCompleted)
        {
            OnReceived();
        }
        else
        {
            _receive.UnsafeOnCompleted(_onReceived);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Abort();
            _loop.Invoke(_tls.Dispose);
        }
    }

    private void OnReceived()
    {
        int count;
        try
        {
            count = _receive.GetResult();
        }
        catch (Exception e) when (WireFailure.IsExpected(e))
        {
            Failed(WireFailure.OfReceive(e, Peer, IsClosed));
            return;
        }

        if (count > 0)
        {
            Received(count, _wire.LastStampNs);
        }
        else
        {
            Ended(_wire.LastStampNs);
        }
    }
}
