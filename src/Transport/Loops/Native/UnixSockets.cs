using System.Runtime.InteropServices;
using System.Text;

namespace LoadGen.Transport.Loops.Native;

/// <summary>Non-blocking sockets of the family AF_UNIX. What is connected is used as a TCP descriptor is.</summary>
internal static unsafe class UnixSockets
{
    // struct sockaddr_un: the family, 108 bytes of path.
    private const int AddressBytes = 110;
    private const int PathOffset = 2;

    /// <summary>A new descriptor. It asks for receive times, which Linux gives for datagrams of this family only: reads are untimed.</summary>
    public static int Open()
    {
        int descriptor = Libc.Socket(Libc.AfUnix, Libc.SockStream | Libc.SockNonBlock | Libc.SockCloseOnExec, 0);
        if (descriptor < 0)
        {
            throw Errno.ToException(Marshal.GetLastPInvokeError());
        }

        int on = 1;
        _ = Libc.SetSockOpt(descriptor, Libc.SolSocket, Libc.SoTimestampNs, &on, sizeof(int));
        return descriptor;
    }

    /// <summary>
    /// Connects; false when the listener's queue is full (EAGAIN). No readiness tells when it is not: the caller comes again.
    /// </summary>
    /// <exception cref="System.Net.Sockets.SocketException">The system's reason.</exception>
    public static bool TryConnect(int descriptor, string path)
    {
        byte* address = stackalloc byte[AddressBytes];
        var bytes = new Span<byte>(address, AddressBytes);
        bytes.Clear();
        BitConverter.TryWriteBytes(bytes, (ushort)Libc.AfUnix);
        Encoding.UTF8.GetBytes(path, bytes[PathOffset..^1]);
        if (Libc.Connect(descriptor, address, AddressBytes) == 0)
        {
            return true;
        }

        int error = Marshal.GetLastPInvokeError();
        return error == Errno.Again ? false : throw Errno.ToException(error);
    }
}
