using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace LoadGen.Transport.Connections;

/// <summary>Words for a connection that could not be established: what happened, where, and what would be right.</summary>
internal static class ConnectFailure
{
    public static TransportException Of(SocketException e, PinnedTarget target)
    {
        string where = Where(target);
        return e.SocketErrorCode switch
        {
            SocketError.ConnectionRefused =>
                new(TransportError.ConnectRefused, $"connection refused by {where}: nothing listens there", e),
            SocketError.TimedOut =>
                new(TransportError.ConnectTimeout, $"no answer from {where}: the system gave up connecting", e),
            SocketError.AddressNotAvailable =>
                new(TransportError.ConnectFailed, $"cannot connect to {where}: no free local port; widen net.ipv4.ip_local_port_range or use fewer connections", e),
            SocketError.TooManyOpenSockets =>
                new(TransportError.ConnectFailed, $"cannot connect to {where}: too many open files; raise the limit (ulimit -n)", e),
            SocketError.AddressFamilyNotSupported =>
                new(TransportError.ConnectFailed, $"cannot connect to {where}: this host does not speak that IP version", e),
            SocketError.NetworkUnreachable or SocketError.HostUnreachable or SocketError.NetworkDown =>
                new(TransportError.ConnectFailed, $"cannot connect to {where}: no route there", e),
            _ => new(TransportError.ConnectFailed, $"cannot connect to {where}: {e.Message}", e),
        };
    }

    public static TransportException OfUnix(SocketException e, string path) => e.SocketErrorCode switch
    {
        SocketError.ConnectionRefused =>
            new(TransportError.ConnectRefused, $"connection refused by unix:{path}: nothing listens on that socket", e),
        SocketError.AddressNotAvailable =>
            new(TransportError.ConnectRefused, $"cannot connect to unix:{path}: there is no such socket", e),
        SocketError.AccessDenied =>
            new(TransportError.ConnectFailed, $"cannot connect to unix:{path}: permission denied; the socket must be writable, its folders searchable", e),
        SocketError.ProtocolType =>
            new(TransportError.ConnectFailed, $"cannot connect to unix:{path}: it is not a stream socket", e),
        SocketError.TooManyOpenSockets =>
            new(TransportError.ConnectFailed, $"cannot connect to unix:{path}: too many open files; raise the limit (ulimit -n)", e),
        _ => new(TransportError.ConnectFailed, $"cannot connect to unix:{path}: {e.Message}", e),
    };

    public static TransportException TimedOut(PinnedTarget target, string what, TimeSpan? limit, Exception e)
    {
        string within = limit is { } l ? string.Create(CultureInfo.InvariantCulture, $" within {l.TotalSeconds:0.###} s (connect limit)") : "";
        return new(TransportError.ConnectTimeout, $"{what} {Where(target)} was not established{within}", e);
    }

    // The addresses are worth naming where they are not what the user wrote.
    private static string Where(PinnedTarget target) =>
        target.UnixSocket is not null ? target.Display
        : target.Proxy is { } proxy ? $"the proxy {proxy.Display}{(IPAddress.TryParse(proxy.Host, out _) ? "" : $" ({string.Join(", ", target.Addresses)})")}"
        : target.Addresses.Count == 1 && target.DialPort == target.Port && target.Addresses[0].ToString() == target.Host
            ? target.Display
            : $"{target.Display} ({string.Join(", ", target.Addresses.Select(a => target.DialPort == target.Port ? a.ToString() : new IPEndPoint(a, target.DialPort).ToString()))})";
}
