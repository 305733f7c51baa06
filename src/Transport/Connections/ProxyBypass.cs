using System.Net;

namespace LoadGen.Transport.Connections;

/// <summary>
/// The hosts that a proxy is not used for, as <c>NO_PROXY</c> lists them: names, which stand for the names below them too (with or without a dot
/// or <c>*.</c> in front), addresses, networks (<c>10.0.0.0/8</c>), each with or without a port; <c>*</c> for all.
/// </summary>
public sealed class ProxyBypass
{
    private static readonly char[] Separators = [',', ' ', '\t'];

    private readonly string[] _entries;

    /// <summary>Reads a list; commas or blanks between.</summary>
    public ProxyBypass(string? list) => _entries = (list ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The list's entries.</summary>
    public IReadOnlyList<string> Entries => _entries;

    /// <summary>The proxy is not used for this host and port.</summary>
    /// <param name="host">The URL's host, an address without brackets.</param>
    /// <param name="port">The URL's port.</param>
    public bool Covers(string host, int port)
    {
        bool isAddress = IPAddress.TryParse(host, out IPAddress? address);
        return Array.Exists(_entries, entry => entry == "*" || (isAddress ? CoversAddress(entry, address!, port) : CoversName(entry, host, port)));
    }

    private static bool CoversAddress(string entry, IPAddress address, int port)
    {
        if (IPNetwork.TryParse(entry, out IPNetwork network))
        {
            return network.Contains(address);
        }

        if (HostText.TryAddress(entry, out IPAddress? same))
        {
            return same.Equals(address);
        }

        return HostText.TryTake(entry, out string host, out string text) && HostText.TryPort(text, out int only) && only == port
            && HostText.TryAddress(host, out same) && same.Equals(address);
    }

    private static bool CoversName(string entry, string host, int port)
    {
        string name = entry;
        if (HostText.TryTake(entry, out string bare, out string text) && HostText.TryPort(text, out int only))
        {
            if (only != port)
            {
                return false;
            }

            name = bare;
        }

        name = name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name.TrimStart('.');
        return name.Length > 0
            && (host.Equals(name, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + name, StringComparison.OrdinalIgnoreCase));
    }
}
