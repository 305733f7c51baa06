using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using LoadGen.Transport.Timing;

namespace LoadGen.Transport.Connections;

/// <summary>A TLS connection whose handshake is done. Stamps are taken after decryption, as TLS gives no earlier point in user space.</summary>
internal sealed class TlsConnection(Socket socket, SslStream tls, PipeOptions buffers, IMonotonicClock clock, string peer)
    : PipedConnection(buffers, clock, peer)
{
    /// <inheritdoc/>
    protected override bool HasUnreadBytes => SocketState.HasUnreadBytes(socket);

    /// <inheritdoc/>
    protected override ValueTask<int> ReceiveAsync(Memory<byte> buffer) => tls.ReadAsync(buffer);

    /// <inheritdoc/>
    protected override ValueTask TransmitAsync(ReadOnlyMemory<byte> bytes) => tls.WriteAsync(bytes);

    // The socket alone: it can be closed from any thread, and pending TLS operations fail by themselves.
    /// <inheritdoc/>
    protected override void Close() => socket.Dispose();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            tls.Dispose();
        }
    }
}
