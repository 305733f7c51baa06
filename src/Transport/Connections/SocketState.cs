using System.Net.Sockets;

namespace LoadGen.Transport.Connections;

/// <summary>What an idle socket's state says.</summary>
internal static class SocketState
{
    /// <summary>True when a receive would not wait: the peer closed, or sent bytes nobody asked for. One <c>poll</c>.</summary>
    public static bool HasUnreadBytes(Socket socket)
    {
        try
        {
            return socket.Poll(0, SelectMode.SelectRead);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // A socket that cannot even be polled has nothing more to give.
            return true;
        }
    }
}
