using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace LoadGen.Transport.Connections;

/// <summary>
/// Another host and port to connect to than the URL's, which stay in the Host header and in TLS. Grammar, curl's:
/// <c>[host] ":" [port] ":" [to-host] ":" [to-port]</c>; what is left out is any, or stays.
/// </summary>
/// <param name="Host">The host it is about; null for any.</param>
/// <param name="Port">The port it is about; null for any.</param>
/// <param name="ToHost">The host to connect to; null for the same.</param>
/// <param name="ToPort">The port to connect to; null for the same.</param>
public sealed record HostRedirect(string? Host, int? Port, string? ToHost, int? ToPort)
{
    /// <summary>Reads one.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="redirect">What it says.</param>
    /// <param name="problem">What is wrong with it.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out HostRedirect? redirect, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        redirect = null;
        problem = $"'{text}' is not HOST:PORT:TO-HOST:TO-PORT, such as engine.test:443:10.0.0.5:8443; each part may be empty";
        if (!HostText.TryTake(text, out string host, out string rest) || rest.IndexOf(':', StringComparison.Ordinal) is not (>= 0 and var colon)
            || !TryOptionalPort(rest[..colon], out int? port)
            || !HostText.TryTake(rest[(colon + 1)..], out string toHost, out string last)
            || !TryOptionalPort(last, out int? toPort))
        {
            return false;
        }

        if (toHost.Length == 0 && toPort is null)
        {
            problem = $"'{text}' leads nowhere: name a host or a port to connect to";
            return false;
        }

        redirect = new HostRedirect(host.Length > 0 ? host : null, port, toHost.Length > 0 ? toHost : null, toPort);
        problem = null;
        return true;
    }

    /// <summary>It is about connections to this host and port.</summary>
    public bool Matches(string host, int port) =>
        (Port is null || port == Port) && (Host is null || Host.Equals(host, StringComparison.OrdinalIgnoreCase));

    /// <summary>As it was written.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{HostText.Bracketed(Host)}:{Port}:{HostText.Bracketed(ToHost)}:{ToPort}");

    private static bool TryOptionalPort(string text, out int? port)
    {
        bool isPort = HostText.TryPort(text, out int number);
        port = isPort ? number : null;
        return isPort || text.Length == 0;
    }
}
