using System.Net;
using System.Net.Sockets;

namespace LoadGen.Transport.Connections;

/// <summary>The local addresses to connect from, in turn. Used by one loop.</summary>
internal sealed class SourceAddresses
{
    private readonly IPAddress[] _v4;
    private readonly IPAddress[] _v6;
    private int _next;

    public SourceAddresses(IReadOnlyList<IPAddress> addresses)
    {
        _v4 = [.. addresses.Where(a => a.AddressFamily == AddressFamily.InterNetwork)];
        _v6 = [.. addresses.Where(a => a.AddressFamily == AddressFamily.InterNetworkV6)];
    }

    /// <summary>The next address for a target of that family; null lets the system choose.</summary>
    public IPAddress? Next(AddressFamily family)
    {
        IPAddress[] fitting = family == AddressFamily.InterNetworkV6 ? _v6 : _v4;
        return fitting.Length == 0 ? null : fitting[_next++ % fitting.Length];
    }
}
