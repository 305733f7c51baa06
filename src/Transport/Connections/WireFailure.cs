using System.Net.Sockets;
using System.Security.Authentication;

namespace LoadGen.Transport.Connections;

/// <summary>Turns what sockets and TLS throw on an established connection into the closed set of <see cref="TransportError"/>.</summary>
internal static class WireFailure
{
    /// <summary>What sockets and <c>SslStream</c> throw; anything else is a fault of this program and passes through.</summary>
    public static bool IsExpected(Exception e) => e is SocketException or IOException or ObjectDisposedException
        or OperationCanceledException or AuthenticationException;

    /// <summary>The connection's owner closed it.</summary>
    public static TransportException Closed(string peer, Exception? cause = null) =>
        new(TransportError.Aborted, $"the connection to {peer} was closed by this side", cause);

    public static TransportException OfReceive(Exception e, string peer, bool closedByUs) =>
        closedByUs ? Closed(peer, e) : Classify(e, peer, "receiving", TransportError.ConnectionClosed);

    public static TransportException OfSend(Exception e, string peer, bool closedByUs) =>
        closedByUs ? Closed(peer, e) : Classify(e, peer, "sending", TransportError.SendFailed);

    /// <summary>What TLS itself objected to: the library's own words, with the alert's name, are innermost.</summary>
    public static string TlsCause(Exception e) => e.GetBaseException().Message;

    private static TransportException Classify(Exception e, string peer, string doing, TransportError otherwise)
    {
        if ((e as SocketException ?? e.InnerException as SocketException) is { } socket)
        {
            return socket.SocketErrorCode switch
            {
                // Shutdown is EPIPE.
                SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown =>
                    new(TransportError.ConnectionReset, $"{peer} reset the connection while {doing}", e),
                SocketError.TimedOut or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.NetworkDown =>
                    new(TransportError.ConnectionReset, $"the connection to {peer} was lost while {doing}: {socket.Message}", e),
                _ => new(otherwise, $"{doing} failed on the connection to {peer}: {socket.Message}", e),
            };
        }

        // SslStream reports an end in the middle of a record without a cause, and a record it cannot read with one.
        return e is IOException && e.InnerException is null
            ? new(TransportError.ConnectionClosed, $"{peer} closed the connection in the middle of a TLS record", e)
            : e is IOException or AuthenticationException
                ? new(TransportError.TlsFailure, $"TLS with {peer} failed while {doing}: {TlsCause(e)}", e)
                : new(otherwise, $"{doing} failed on the connection to {peer}: {e.Message}", e);
    }
}
