using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace LoadGen.Transport.Connections;

/// <summary>The addresses of a host and port, given instead of looked up. Grammar, curl's: <c>host ":" port ":" address *("," address)</c>.</summary>
/// <param name="Host">The name, or <c>*</c> for any; compared without regard to case.</param>
/// <param name="Port">The port that is dialled.</param>
/// <param name="Addresses">Where its connections go, in the order to try them.</param>
public sealed record HostPin(string Host, int Port, IReadOnlyList<IPAddress> Addresses)
{
    /// <summary>Reads one.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="pin">What it says.</param>
    /// <param name="problem">What is wrong with it.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out HostPin? pin, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        pin = null;
        if (!HostText.TryTake(text, out string host, out string rest) || host.Length == 0 || rest.IndexOf(':', StringComparison.Ordinal) is not (> 0 and var colon)
            || !HostText.TryPort(rest[..colon], out int port))
        {
            problem = $"'{text}' is not HOST:PORT:ADDRESS, such as engine.test:443:10.0.0.5";
            return false;
        }

        var addresses = new List<IPAddress>();
        foreach (string part in rest[(colon + 1)..].Split(',').Select(a => a.Trim()))
        {
            if (!HostText.TryAddress(part, out IPAddress? address))
            {
                problem = $"'{part}' in '{text}' is not an IP address, such as 10.0.0.5 or [2001:db8::5]";
                return false;
            }

            addresses.Add(address);
        }

        pin = new HostPin(host, port, addresses);
        problem = null;
        return true;
    }

    /// <summary>It is about connections to this host and port.</summary>
    public bool Matches(string host, int port) => port == Port && (Host == "*" || Host.Equals(host, StringComparison.OrdinalIgnoreCase));

    /// <summary>As it was written.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{HostText.Bracketed(Host)}:{Port}:{string.Join(',', Addresses)}");
}
