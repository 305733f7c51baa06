using System.Net;
using System.Net.Sockets;

namespace LoadGen.Transport.Connections;

/// <summary>The local addresses to connect from, in turn. Used by one loop.</summary>
internal sealed class SourceAddresses
{
    private readonly Turns _v4;
    private readonly Turns _v6;

    public SourceAddresses(IReadOnlyList<IPAddress> addresses)
    {
        _v4 = new([.. addresses.Where(a => a.AddressFamily == AddressFamily.InterNetwork)]);
        _v6 = new([.. addresses.Where(a => a.AddressFamily == AddressFamily.InterNetworkV6)]);
    }

    /// <summary>The next address for a target of that family; null lets the system choose.</summary>
    public IPAddress? Next(AddressFamily family) => (family == AddressFamily.InterNetworkV6 ? _v6 : _v4).Next();

    // Each family counts its own: a target with both is dialled once with each, and a common count would give one of them every second turn.
    private sealed class Turns(IPAddress[] addresses)
    {
        private int _next;

        public IPAddress? Next()
        {
            if (addresses.Length == 0)
            {
                return null;
            }

            IPAddress next = addresses[_next];
            _next = (_next + 1) % addresses.Length;
            return next;
        }
    }
}
