using System.Net;
using LoadGen.Transport.Http;

namespace LoadGen.Transport.Connections;

/// <summary>Limits and trust of the connections to one target. A null limit is no limit.</summary>
public sealed record TransportOptions
{
    /// <summary>The defaults.</summary>
    public static TransportOptions Default { get; } = new();

    /// <summary>The way to the target.</summary>
    public TargetRoute Route { get; init; } = TargetRoute.Direct;

    /// <summary>Which version of HTTP is spoken.</summary>
    public HttpChoice Http { get; init; } = HttpChoice.Http11;

    /// <summary>With HTTP/2, how many connections share the requests; null for as many as the server's limit of streams makes necessary.</summary>
    public int? Http2Connections { get; init; }

    /// <summary>Longest time to establish a connection, TLS handshake included.</summary>
    public TimeSpan? ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest time from the send to the first byte of the response.</summary>
    public TimeSpan? FirstByteTimeout { get; init; }

    /// <summary>Longest silence between two reads of one response.</summary>
    public TimeSpan? StallTimeout { get; init; }

    /// <summary>Longest time from the send to the end of the response.</summary>
    public TimeSpan? RequestTimeout { get; init; }

    /// <summary>
    /// Longest time that a connection waits in the pool for its next request; an older one is closed instead of used. Below the server's
    /// own keep-alive limit, or a request meets a connection that is just being closed.
    /// </summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>Accept any certificate, whoever issued it and whatever its name.</summary>
    public bool Insecure { get; init; }

    /// <summary>PEM file with the only certificate authorities to trust; null trusts the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>
    /// PEM file with the certificate that shows the peer who we are (mutual TLS), and those between it and its authority; null shows none.
    /// </summary>
    public string? ClientCertificateFile { get; init; }

    /// <summary>PEM file with the key of <see cref="ClientCertificateFile"/>, unencrypted; null where the certificate's file holds it too.</summary>
    public string? ClientKeyFile { get; init; }

    /// <summary>The name sent as SNI and looked for in the certificate, where it differs from the URL's host.</summary>
    public string? ServerName { get; init; }

    /// <summary>
    /// Local addresses to connect from, used in turn, each for target addresses of its family; empty leaves the choice to the kernel. Each
    /// brings a range of local ports of its own.
    /// </summary>
    public IReadOnlyList<IPAddress> SourceAddresses { get; init; } = [];

    /// <summary>Longest status line, header line, chunk-size line or trailer line, in bytes.</summary>
    public int MaxLineBytes { get; init; } = 16_384;

    /// <summary>Largest response head (status line and header fields), in bytes; trailers have the same limit.</summary>
    public int MaxHeadBytes { get; init; } = 65_536;

    /// <summary>
    /// Size of a receive buffer. Only a connection with a receive under way holds one, so 1,000 plain streams cost 4 MB;
    /// one token's event is some 200–400 bytes.
    /// </summary>
    public int ReceiveBufferBytes { get; init; } = 4_096;
}
