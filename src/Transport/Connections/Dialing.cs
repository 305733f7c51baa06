using System.Net;
using System.Net.Sockets;

namespace LoadGen.Transport.Connections;

/// <summary>Connects to one address. Throws <see cref="SocketException"/>, or <see cref="OperationCanceledException"/> when told to stop.</summary>
internal delegate ValueTask<Socket> Dialer(IPAddress address, int port, CancellationToken cancellation);

/// <summary>The dialer of the real network.</summary>
internal static class Dialing
{
    /// <summary>A connected TCP socket without Nagle's delay: a request leaves when it is handed over.</summary>
    public static async ValueTask<Socket> ConnectAsync(IPAddress address, int port, CancellationToken cancellation)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.NoDelay = true;
            await socket.ConnectAsync(new IPEndPoint(address, port), cancellation);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
