using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace LoadGen.Transport.Loops.Native;

/// <summary><c>struct sockaddr_in</c> and <c>sockaddr_in6</c>: family in host order, port and address in network order.</summary>
internal static class SocketAddressBytes
{
    /// <summary>Room for either.</summary>
    public const int Max = 28;

    private const int IPv4Bytes = 16;

    /// <summary>Writes an address; returns its length.</summary>
    public static uint Write(IPAddress address, int port, Span<byte> to)
    {
        to.Clear();
        BinaryPrimitives.WriteUInt16BigEndian(to[2..], (ushort)port);
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            BitConverter.TryWriteBytes(to, (ushort)Libc.AfInet);
            address.TryWriteBytes(to[4..], out _);
            return IPv4Bytes;
        }

        BitConverter.TryWriteBytes(to, (ushort)Libc.AfInet6);
        address.TryWriteBytes(to[8..], out _);
        BitConverter.TryWriteBytes(to[24..], (uint)address.ScopeId);
        return Max;
    }
}
