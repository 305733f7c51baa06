using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace LoadGen.Transport.Connections;

/// <summary>
/// An HTTP proxy (RFC 9110 §7.3.2, §9.3.6): requests to https URLs go through a tunnel that it opens, those to http URLs are handed to it whole.
/// What it is told in confidence is in no text that this class gives out but <see cref="Authorization"/>.
/// </summary>
public sealed class ProxyServer
{
    private readonly string? _password;

    private ProxyServer(string host, int port, string? user, string? password)
    {
        (Host, Port, _password) = (host, port, password);
        Authorization = user is null ? null : "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
        Display = string.Create(CultureInfo.InvariantCulture, $"{HostText.Bracketed(host)}:{port}");
    }

    /// <summary>Its name, or address without brackets.</summary>
    public string Host { get; }

    /// <summary>Its port.</summary>
    public int Port { get; }

    /// <summary><c>host:port</c>, as messages and results name it.</summary>
    public string Display { get; }

    /// <summary>The value of <c>Proxy-Authorization</c>: a secret; null where it wants none.</summary>
    public string? Authorization { get; }

    /// <summary>Everything of it that must be in no text: the password, and both together as they are sent.</summary>
    public IEnumerable<string> Secrets => Authorization is null ? [] : [Authorization["Basic ".Length..], .. _password is { Length: > 0 } ? [_password] : Array.Empty<string>()];

    /// <summary>Reads <c>http://[USER:PASSWORD@]HOST:PORT</c>; the scheme may be left out, as environments often do. Without a port 1080, as curl.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="proxy">The proxy.</param>
    /// <param name="problem">What is wrong with it; nothing of the text is repeated, since a part of it can be a password.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out ProxyServer? proxy, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        proxy = null;
        string whole = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        if (!Uri.TryCreate(whole, UriKind.Absolute, out Uri? url) || url.Host.Length == 0 || url.PathAndQuery is not ("/" or "") || url.Fragment.Length > 0)
        {
            problem = "this is not http://HOST:PORT or http://USER:PASSWORD@HOST:PORT; characters with a meaning in URLs are written %40 and so on";
            return false;
        }

        if (url.Scheme != Uri.UriSchemeHttp)
        {
            problem = $"a proxy that is spoken to by {url.Scheme} is not supported; http:// is, and https requests go through it in a tunnel";
            return false;
        }

        int colon = url.UserInfo.IndexOf(':', StringComparison.Ordinal);
        string? user = url.UserInfo.Length == 0 ? null : Uri.UnescapeDataString(colon < 0 ? url.UserInfo : url.UserInfo[..colon]);
        string? password = user is null ? null : colon < 0 ? "" : Uri.UnescapeDataString(url.UserInfo[(colon + 1)..]);
        proxy = new ProxyServer(url.IdnHost, HasPort(whole) ? url.Port : 1080, user, password);
        problem = null;
        return true;
    }

    /// <summary>Its host and port.</summary>
    public override string ToString() => Display;


    // http://proxy and http://proxy:80 are the same to Uri.
    private static bool HasPort(string url)
    {
        string authority = url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..].TrimEnd('/');
        string host = authority[(authority.LastIndexOf('@') + 1)..];
        return host.LastIndexOf(':') > host.LastIndexOf(']');
    }
}
