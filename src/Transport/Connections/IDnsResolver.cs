using System.Net;

namespace LoadGen.Transport.Connections;

/// <summary>Turns a host name into addresses.</summary>
public interface IDnsResolver
{
    /// <summary>All addresses of <paramref name="host"/>, in the order to try them. May throw <see cref="System.Net.Sockets.SocketException"/>.</summary>
    ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellation);
}

/// <summary>The system's resolver: <c>getaddrinfo</c>, so /etc/hosts, nsswitch and search domains apply.</summary>
public sealed class SystemDnsResolver : IDnsResolver
{
    /// <summary>The only instance.</summary>
    public static SystemDnsResolver Instance { get; } = new();

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellation) =>
        await Dns.GetHostAddressesAsync(host, cancellation);
}
