using System.IO.Pipelines;
using System.Net.Sockets;
using LoadGen.Transport.Timing;

namespace LoadGen.Transport.Connections;

/// <summary>A plain TCP connection.</summary>
internal sealed class SocketConnection(Socket socket, PipeOptions buffers, IMonotonicClock clock, string peer)
    : PipedConnection(buffers, clock, peer)
{
    /// <inheritdoc/>
    protected override bool HasUnreadBytes => SocketState.HasUnreadBytes(socket);

    /// <inheritdoc/>
    protected override ValueTask<int> ReceiveAsync(Memory<byte> buffer) => socket.ReceiveAsync(buffer, SocketFlags.None);

    /// <inheritdoc/>
    protected override async ValueTask TransmitAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None)..];
        }
    }

    /// <inheritdoc/>
    protected override void Close() => socket.Dispose();
}
