using System.Net;
using System.Net.Sockets;

namespace LoadGen.EndToEnd.Routing;

/// <summary>
/// Ports for engines that come back on the same one: below those that the kernel gives to connections (from 32768 by default), which would
/// take a dead engine's port away.
/// </summary>
internal static class SoakPorts
{
    private const int First = 18_000;
    private const int Count = 14_000;

    private static int s_next = Environment.ProcessId * 64 % Count;

    /// <summary>A port on which nobody listens, and which is not given out again by this process.</summary>
    public static int Next()
    {
        for (int i = 0; i < Count; i++)
        {
            int port = First + (int)((uint)Interlocked.Increment(ref s_next) % Count);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }

        throw new InvalidOperationException("no free port");
    }
}
