using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace LoadGen.Transport.Loops.Native;

/// <summary>Operations on a non-blocking TCP descriptor. They throw <see cref="SocketException"/> with the system's reason.</summary>
internal static unsafe class Tcp
{
    /// <summary>
    /// A new descriptor, without Nagle's delay (a request leaves when it is handed over) and asking for the kernel's receive times (a
    /// kernel that refuses leaves the stamps to the loop, whose figures say so).
    /// </summary>
    public static int Open(AddressFamily family)
    {
        int descriptor = OpenSocket(family == AddressFamily.InterNetworkV6 ? Libc.AfInet6 : Libc.AfInet);
        ThrowIf(descriptor < 0);
        Enable(descriptor, Libc.IpProtoTcp, Libc.TcpNoDelay);
        AskForStamps(descriptor);
        return descriptor;
    }

    /// <summary>
    /// A descriptor that is never connected. The kernel begins to stamp packets when a first socket asks, and does so a little later:
    /// while this one is open, it does. −1 where there is none to be had.
    /// </summary>
    public static int OpenForStamps()
    {
        int descriptor = OpenSocket(Libc.AfInet);
        descriptor = descriptor < 0 ? OpenSocket(Libc.AfInet6) : descriptor;
        AskForStamps(descriptor);
        return descriptor;
    }

    /// <summary>Binds to a local address; the port is chosen at the connect, so that each target may use all ports anew.</summary>
    public static void BindSource(int descriptor, IPAddress source)
    {
        Enable(descriptor, Libc.IpProtoIp, Libc.IpBindAddressNoPort);
        byte* address = stackalloc byte[SocketAddressBytes.Max];
        uint bytes = SocketAddressBytes.Write(source, 0, new Span<byte>(address, SocketAddressBytes.Max));
        ThrowIf(Libc.Bind(descriptor, address, bytes) != 0);
    }

    /// <summary>Begins to connect; true when the connection stands already.</summary>
    public static bool Connect(int descriptor, IPAddress target, int port)
    {
        byte* address = stackalloc byte[SocketAddressBytes.Max];
        uint bytes = SocketAddressBytes.Write(target, port, new Span<byte>(address, SocketAddressBytes.Max));
        bool connected = Libc.Connect(descriptor, address, bytes) == 0;
        ThrowIf(!connected && Marshal.GetLastPInvokeError() != Errno.InProgress);
        return connected;
    }

    /// <summary>Throws the error that waits on the descriptor, such as a refused connection's.</summary>
    public static void ThrowPendingError(int descriptor)
    {
        int error = 0;
        uint bytes = sizeof(int);
        ThrowIf(Libc.GetSockOpt(descriptor, Libc.SolSocket, Libc.SoError, &error, &bytes) != 0);
        if (error != 0)
        {
            throw Errno.ToException(error);
        }
    }

    /// <summary>Sends as much as fits; returns how much that was.</summary>
    public static int Send(int descriptor, ReadOnlySpan<byte> bytes)
    {
        int sent = 0;
        fixed (byte* start = bytes)
        {
            while (sent < bytes.Length)
            {
                nint count = Libc.Send(descriptor, start + sent, (nuint)(bytes.Length - sent), Libc.MsgNoSignal | Libc.MsgDontWait);
                if (count >= 0)
                {
                    sent += (int)count;
                    continue;
                }

                int error = Marshal.GetLastPInvokeError();
                if (error == Errno.Again)
                {
                    break;
                }

                if (error != Errno.Interrupted)
                {
                    throw Errno.ToException(error);
                }
            }
        }

        return sent;
    }

    /// <summary>A receive would not wait: bytes, the end or an error are there.</summary>
    public static bool HasUnreadBytes(int descriptor)
    {
        byte one;
        return Libc.Receive(descriptor, &one, 1, Libc.MsgPeek | Libc.MsgDontWait) >= 0 || Marshal.GetLastPInvokeError() != Errno.Again;
    }

    private static void Enable(int descriptor, int level, int option)
    {
        int on = 1;
        ThrowIf(Libc.SetSockOpt(descriptor, level, option, &on, sizeof(int)) != 0);
    }

    private static int OpenSocket(int family) =>
        Libc.Socket(family, Libc.SockStream | Libc.SockNonBlock | Libc.SockCloseOnExec, Libc.IpProtoTcp);

    private static void AskForStamps(int descriptor)
    {
        int on = 1;
        _ = Libc.SetSockOpt(descriptor, Libc.SolSocket, Libc.SoTimestampNs, &on, sizeof(int));
    }

    private static void ThrowIf(bool failed)
    {
        if (failed)
        {
            throw Errno.ToException(Marshal.GetLastPInvokeError());
        }
    }
}
