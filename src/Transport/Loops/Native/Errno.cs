using System.Net.Sockets;

namespace LoadGen.Transport.Loops.Native;

/// <summary>Error numbers of Linux, and what the framework calls them.</summary>
internal static class Errno
{
    public const int Interrupted = 4;
    public const int Again = 11;
    public const int NoSystemCall = 38;
    public const int InProgress = 115;

    /// <summary>The exception that the framework's sockets would have thrown.</summary>
    public static SocketException ToException(int error) => new((int)Of(error));

    private static SocketError Of(int error) => error switch
    {
        1 or 13 => SocketError.AccessDenied,
        2 or 99 => SocketError.AddressNotAvailable,
        22 => SocketError.InvalidArgument,
        23 or 24 => SocketError.TooManyOpenSockets,
        12 or 105 => SocketError.NoBufferSpaceAvailable,
        32 => SocketError.Shutdown,
        91 => SocketError.ProtocolType,
        97 => SocketError.AddressFamilyNotSupported,
        98 => SocketError.AddressAlreadyInUse,
        100 => SocketError.NetworkDown,
        101 => SocketError.NetworkUnreachable,
        103 => SocketError.ConnectionAborted,
        104 => SocketError.ConnectionReset,
        107 => SocketError.NotConnected,
        110 => SocketError.TimedOut,
        111 => SocketError.ConnectionRefused,
        112 => SocketError.HostDown,
        113 => SocketError.HostUnreachable,
        _ => SocketError.SocketError,
    };
}
