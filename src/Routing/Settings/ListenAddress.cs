using System.Globalization;
using System.Net;

namespace LoadGen.Routing.Settings;

/// <summary>Where to listen, as settings write it: <c>0.0.0.0:8000</c>, <c>[::]:8000</c>, <c>localhost:8000</c>. Port 0 takes a free one.</summary>
public static class ListenAddress
{
    /// <summary>What problems say is accepted.</summary>
    public const string Accepted = "address:port, such as 0.0.0.0:8000, [::]:8000 or localhost:8000";

    /// <summary>Reads it.</summary>
    public static bool TryParse(string text, out IPEndPoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(text);
        endpoint = new IPEndPoint(IPAddress.None, 0);
        int colon = text.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port))
        {
            return false;
        }

        string host = text[..colon];
        if (host == "localhost")
        {
            endpoint = new IPEndPoint(IPAddress.Loopback, port);
            return true;
        }

        // An IPv6 address stands in brackets, an IPv4 one has all its four numbers ("1" would parse as 0.0.0.1).
        bool isBracketed = host[0] == '[' && host[^1] == ']';
        if (!IPAddress.TryParse(host, out IPAddress? address) || host.Contains(':', StringComparison.Ordinal) != isBracketed
            || (!isBracketed && host.Count(c => c == '.') != 3))
        {
            return false;
        }

        endpoint = new IPEndPoint(address, port);
        return true;
    }

    /// <summary>Reads an address that has been checked.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static IPEndPoint Parse(string text) =>
        TryParse(text, out IPEndPoint endpoint) ? endpoint : throw new FormatException($"'{text}' is no address to listen on; accepted: {Accepted}");

    /// <summary>Two listeners cannot both have these.</summary>
    public static bool Collide(IPEndPoint a, IPEndPoint b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return a.Port != 0 && a.Port == b.Port && (a.Address.Equals(b.Address) || IsWildcard(a.Address) || IsWildcard(b.Address));
    }

    private static bool IsWildcard(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}
