using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace LoadGen.Serving;

/// <summary>From the kernel's refusal of a listener to a line that its user can act on.</summary>
public static class ListenFailure
{
    /// <summary>An exception that a server throws when it cannot listen.</summary>
    public static bool Is(Exception error) => error is IOException or SocketException or AddressInUseException;

    /// <summary>Why listening failed, and what would be right.</summary>
    public static string Cause(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        bool isInUse = error is AddressInUseException || error.InnerException is AddressInUseException;
        SocketError? code = isInUse ? SocketError.AddressAlreadyInUse : (error as SocketException ?? error.InnerException as SocketException)?.SocketErrorCode;
        return code switch
        {
            SocketError.AddressAlreadyInUse => "the port is in use; choose another, or 0 for any free one",
            SocketError.AddressNotAvailable => "this machine has no such address; use one of its own, such as 127.0.0.1 or 0.0.0.0",
            SocketError.AccessDenied => "ports below 1024 need privileges; choose a higher one",
            _ => error.Message,
        };
    }
}
