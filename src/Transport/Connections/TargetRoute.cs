using System.Net;

namespace LoadGen.Transport.Connections;

/// <summary>The way to a target where it is not "look the URL's host up and connect there".</summary>
public sealed record TargetRoute
{
    // struct sockaddr_un: 108 bytes of path, the last of them its end.
    private const int LongestSocketPath = 107;

    /// <summary>The ordinary way.</summary>
    public static TargetRoute Direct { get; } = new();

    /// <summary>The Unix socket to connect to, whatever the URL's host is; null for TCP.</summary>
    public string? UnixSocket { get; init; }

    /// <summary>Addresses that are given instead of looked up; the first that matches what is dialled counts.</summary>
    public IReadOnlyList<HostPin> Pins { get; init; } = [];

    /// <summary>Hosts and ports to connect to instead of others; the first that matches the URL counts.</summary>
    public IReadOnlyList<HostRedirect> Redirects { get; init; } = [];

    /// <summary>The proxy that connections go to; null for none.</summary>
    public ProxyServer? Proxy { get; init; }

    /// <summary>The host and port that are dialled for the URL's.</summary>
    public (string Host, int Port) Dialled(string host, int port) =>
        Redirects.FirstOrDefault(r => r.Matches(host, port)) is { } redirect ? (redirect.ToHost ?? host, redirect.ToPort ?? port) : (host, port);

    /// <summary>The addresses given for a host and port that are dialled; null when they are to be looked up.</summary>
    public IReadOnlyList<IPAddress>? Pinned(string host, int port) => Pins.FirstOrDefault(p => p.Matches(host, port))?.Addresses;

    /// <summary>What is wrong with a Unix socket's path; null for nothing. Whether anybody listens there is found out by connecting.</summary>
    public static string? ProblemOfSocketPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        int bytes = System.Text.Encoding.UTF8.GetByteCount(path);
        return bytes == 0 ? "the path of the Unix socket is empty"
            : path.Contains('\0', StringComparison.Ordinal) ? "the path of the Unix socket holds a zero character"
            : bytes > LongestSocketPath ? $"the path of a Unix socket has at most {LongestSocketPath} bytes, this one has {bytes}; a shorter one, such as a link, would do"
            : null;
    }
}
