namespace LoadGen.Transport.Connections;

/// <summary>How a connection came about: where to, and how long each step took. The steps do not overlap.</summary>
/// <param name="Address">What was connected to: <c>address:port</c>, or <c>unix:</c> and a path.</param>
public sealed record ConnectionOpening(string Address)
{
    /// <summary>Nothing is known of it.</summary>
    public static ConnectionOpening Unknown { get; } = new("");

    /// <summary>From the first address tried to the established socket, ns; addresses that failed before are in it.</summary>
    public long DialNs { get; init; }

    /// <summary>From the request for a tunnel to the proxy's answer, ns; 0 without a tunnel.</summary>
    public long ProxyNs { get; init; }

    /// <summary>The TLS handshake, ns; 0 without TLS.</summary>
    public long TlsNs { get; init; }
}
