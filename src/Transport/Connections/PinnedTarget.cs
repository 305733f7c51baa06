using System.Net;
using System.Net.Sockets;

namespace LoadGen.Transport.Connections;

/// <summary>
/// Where a run's requests go: scheme, host, port, and the host's addresses as they were when the run began. The name is looked up
/// once: no look-up delays a request, and a changed record cannot split a run between two deployments.
/// </summary>
public sealed class PinnedTarget
{
    private PinnedTarget(Uri url, string host, IReadOnlyList<IPAddress> addresses)
    {
        IsTls = url.Scheme == Uri.UriSchemeHttps;
        Port = url.Port;
        Host = host;
        Addresses = addresses;

        bool isIPv6 = host.Contains(':', StringComparison.Ordinal);

        // RFC 6874: a zone means something on this host only, so it is never sent.
        int zone = isIPv6 ? host.IndexOf('%', StringComparison.Ordinal) : -1;
        string named = isIPv6 ? $"[{(zone < 0 ? host : host[..zone])}]" : host;
        HostHeader = url.IsDefaultPort ? named : $"{named}:{Port}";
        Display = $"{named}:{Port}";
    }

    /// <summary>True for <c>https</c>.</summary>
    public bool IsTls { get; }

    /// <summary>The host name, or an address literal without brackets.</summary>
    public string Host { get; }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>The pinned addresses, in the order to try them. Never empty.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; }

    /// <summary>The value of the <c>Host</c> header: the host, in brackets when IPv6, with the port unless it is the scheme's default.</summary>
    public string HostHeader { get; }

    /// <summary><c>host:port</c>, as messages name the target.</summary>
    public string Display { get; }

    /// <summary>Looks the URL's host up, once.</summary>
    /// <param name="baseUrl">An absolute http or https URL.</param>
    /// <param name="resolver">The resolver; null uses the system's.</param>
    /// <param name="cancellation">Stops the look-up.</param>
    /// <exception cref="ArgumentException">Not such a URL, or one with credentials in it.</exception>
    /// <exception cref="TransportException"><see cref="TransportError.DnsFailure"/>, or <see cref="TransportError.Aborted"/> when cancelled.</exception>
    public static async ValueTask<PinnedTarget> ResolveAsync(
        Uri baseUrl, IDnsResolver? resolver = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(baseUrl);
        Check(baseUrl);

        string host = baseUrl.IdnHost;
        if (IPAddress.TryParse(host, out IPAddress? literal))
        {
            return new PinnedTarget(baseUrl, host, [literal]);
        }

        IReadOnlyList<IPAddress> addresses;
        try
        {
            addresses = await (resolver ?? SystemDnsResolver.Instance).ResolveAsync(host, cancellation);
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
            ? new PinnedTarget(baseUrl, host, [.. addresses])
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
}
