using System.Net;
using System.Net.Sockets;

namespace LoadGen.Shared;

/// <summary>
/// Ports for what is started later than they are chosen, or comes back on the same one: below those that the kernel gives to connections
/// (from 32768 by default), which would take them away meanwhile.
/// </summary>
internal static class StablePorts
{
    private const int First = 18_000;
    private const int Count = 14_000;

    private static int s_next = Environment.ProcessId * 64 % Count;

    /// <summary>A port on which nobody listens, nor on those at the given distances from it, and which is not given out again by this process.</summary>
    public static int Next(params ReadOnlySpan<int> distances)
    {
        for (int i = 0; i < Count; i++)
        {
            int port = First + (int)((uint)Interlocked.Increment(ref s_next) % Count);
            bool isFree = IsFree(port);
            foreach (int distance in distances)
            {
                isFree = isFree && IsFree(port + distance);
            }

            if (isFree)
            {
                return port;
            }
        }

        throw new InvalidOperationException("no free port");
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
