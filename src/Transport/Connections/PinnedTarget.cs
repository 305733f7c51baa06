using System.Net;
using System.Net.Sockets;
using LoadGen.Transport.Timing;

namespace LoadGen.Transport.Connections;

/// <summary>
/// Where a run's requests go: scheme, host, port, and the host's addresses as they were when the run began. The name is looked up
/// once: no look-up delays a request, and a changed record cannot split a run between two deployments.
/// </summary>
public sealed class PinnedTarget
{
    private PinnedTarget(Uri url, Dial dial)
    {
        UnixSocket = dial.UnixSocket;
        IsTls = url.Scheme == Uri.UriSchemeHttps;
        Port = url.Port;
        Host = url.IdnHost;
        Addresses = dial.Addresses;
        DialPort = dial.Port;
        AddressSource = dial.Source;
        LookupNs = dial.LookupNs;
        Proxy = dial.Proxy;

        string host = Host;
        bool isIPv6 = host.Contains(':', StringComparison.Ordinal);

        // RFC 6874: a zone means something on this host only, so it is never sent.
        int zone = isIPv6 ? host.IndexOf('%', StringComparison.Ordinal) : -1;
        string named = isIPv6 ? $"[{(zone < 0 ? host : host[..zone])}]" : host;
        HostHeader = url.IsDefaultPort ? named : $"{named}:{Port}";
        Display = UnixSocket is null ? $"{named}:{Port}" : $"unix:{UnixSocket}";
    }

    /// <summary>True for <c>https</c>.</summary>
    public bool IsTls { get; }

    /// <summary>The host name, or an address literal without brackets.</summary>
    public string Host { get; }

    /// <summary>The URL's port.</summary>
    public int Port { get; }

    /// <summary>The port that is connected to: the URL's, unless the route leads elsewhere.</summary>
    public int DialPort { get; }

    /// <summary>Where the addresses come from.</summary>
    public AddressSource AddressSource { get; }

    /// <summary>How long the look-up took, ns; 0 when there was none.</summary>
    public long LookupNs { get; }

    /// <summary>The pinned addresses, in the order to try them. Empty for a Unix socket, and only then.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; }

    /// <summary>The Unix socket to connect to; null for TCP.</summary>
    public string? UnixSocket { get; }

    /// <summary>The proxy that connections go to, whose addresses these are; null for none.</summary>
    public ProxyServer? Proxy { get; }

    /// <summary>The value of the <c>Host</c> header: the host, in brackets when IPv6, with the port unless it is the scheme's default.</summary>
    public string HostHeader { get; }

    /// <summary><c>host:port</c> or <c>unix:path</c>, as messages name the target.</summary>
    public string Display { get; }

    /// <summary>What stands in the request line: a proxy that is handed requests to http URLs wants the whole URL (RFC 9112 §3.2.2).</summary>
    /// <param name="pathAndQuery">Path and query, beginning with a slash.</param>
    public string RequestTarget(string pathAndQuery) => Proxy is null || IsTls ? pathAndQuery : $"http://{HostHeader}{pathAndQuery}";

    /// <summary>Headers of each request that are the proxy's: its secret, where it is handed the requests themselves.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ProxyHeaders =>
        Proxy?.Authorization is { } secret && !IsTls ? [new("Proxy-Authorization", secret)] : [];

    /// <summary>Looks the URL's host up, once.</summary>
    /// <param name="baseUrl">An absolute http or https URL.</param>
    /// <param name="resolver">The resolver; null uses the system's.</param>
    /// <param name="cancellation">Stops the look-up.</param>
    /// <exception cref="ArgumentException">Not such a URL, or one with credentials in it.</exception>
    /// <exception cref="TransportException"><see cref="TransportError.DnsFailure"/>, or <see cref="TransportError.Aborted"/> when cancelled.</exception>
    public static ValueTask<PinnedTarget> ResolveAsync(Uri baseUrl, IDnsResolver? resolver = null, CancellationToken cancellation = default) =>
        ResolveAsync(baseUrl, TargetRoute.Direct, resolver, cancellation);

    /// <summary>Finds out where <paramref name="route"/> leads, once.</summary>
    /// <param name="baseUrl">An absolute http or https URL.</param>
    /// <param name="route">The way there.</param>
    /// <param name="resolver">The resolver, asked only where the route leaves a name open; null uses the system's.</param>
    /// <param name="cancellation">Stops the look-up.</param>
    /// <exception cref="ArgumentException">Not such a URL or route, or a URL with credentials in it.</exception>
    /// <exception cref="TransportException"><see cref="TransportError.DnsFailure"/>, or <see cref="TransportError.Aborted"/> when cancelled.</exception>
    public static async ValueTask<PinnedTarget> ResolveAsync(
        Uri baseUrl, TargetRoute route, IDnsResolver? resolver = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(baseUrl);
        ArgumentNullException.ThrowIfNull(route);
        Check(baseUrl);

        if (route.UnixSocket is { } path)
        {
            return TargetRoute.ProblemOfSocketPath(path) is { } problem
                ? throw new ArgumentException(problem, nameof(route))
                : new PinnedTarget(baseUrl, new Dial([], baseUrl.Port, AddressSource.UnixSocket, route));
        }

        (string host, int port) = route.Proxy is { } proxy ? (proxy.Host, proxy.Port) : route.Dialled(baseUrl.IdnHost, baseUrl.Port);
        if (route.Pinned(host, port) is { Count: > 0 } pinned)
        {
            return new PinnedTarget(baseUrl, new Dial(pinned, port, AddressSource.Pinned, route));
        }

        if (IPAddress.TryParse(host, out IPAddress? literal))
        {
            return new PinnedTarget(baseUrl, new Dial([literal], port, AddressSource.Literal, route));
        }

        long startNs = MonotonicClock.Instance.NowNs;
        IReadOnlyList<IPAddress> addresses = await LookUpAsync(host, resolver ?? SystemDnsResolver.Instance, cancellation);
        return new PinnedTarget(baseUrl, new Dial(addresses, port, AddressSource.Lookup, route) { LookupNs = MonotonicClock.Instance.NowNs - startNs });
    }

    private static async ValueTask<IReadOnlyList<IPAddress>> LookUpAsync(string host, IDnsResolver resolver, CancellationToken cancellation)
    {
        IReadOnlyList<IPAddress> addresses;
        try
        {
            addresses = await resolver.ResolveAsync(host, cancellation);
        }
        catch (SocketException e)
        {
            throw new TransportException(TransportError.DnsFailure, $"cannot resolve host '{host}': {e.Message}", e);
        }
        catch (ArgumentException e)
        {
            // The system's resolver does not even ask for such a name.
            throw new TransportException(TransportError.DnsFailure, $"cannot resolve host '{host}': a host name has at most 253 characters, this one has {host.Length}", e);
        }
        catch (OperationCanceledException e)
        {
            throw new TransportException(TransportError.Aborted, $"the look-up of host '{host}' was stopped", e);
        }

        return addresses.Count > 0
            ? [.. addresses]
            : throw new TransportException(TransportError.DnsFailure, $"cannot resolve host '{host}': it has no address");
    }

    private static void Check(Uri url)
    {
        if (!url.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps) || url.Host.Length == 0)
        {
            throw new ArgumentException("the URL must be absolute, such as http://host:8000 or https://host", nameof(url));
        }

        if (url.UserInfo.Length > 0)
        {
            // Not repeated in the message: it is a secret.
            throw new ArgumentException("the URL must not hold credentials", nameof(url));
        }
    }

    // Where connections go.
    private sealed record Dial(IReadOnlyList<IPAddress> Addresses, int Port, AddressSource Source, TargetRoute Route)
    {
        public string? UnixSocket => Route.UnixSocket;

        public ProxyServer? Proxy => UnixSocket is null ? Route.Proxy : null;

        public long LookupNs { get; init; }
    }
}

/// <summary>Where a target's addresses come from.</summary>
public enum AddressSource
{
    /// <summary>The URL, or the route, holds the address itself.</summary>
    Literal,

    /// <summary>The name was looked up when the run began.</summary>
    Lookup,

    /// <summary>They were given for the name.</summary>
    Pinned,

    /// <summary>There are none: a Unix socket is connected to.</summary>
    UnixSocket,
}
