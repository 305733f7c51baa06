using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace LoadGen.Transport.Connections;

/// <summary>Hosts, ports and addresses as people write them in <c>HOST:PORT:…</c>: a host with colons in it stands in brackets.</summary>
internal static class HostText
{
    /// <summary>Takes the host off the front; the rest begins behind the colon that follows it.</summary>
    public static bool TryTake(string text, out string host, out string rest)
    {
        bool isBracketed = text.StartsWith('[');
        int end = isBracketed ? text.IndexOf("]:", StringComparison.Ordinal) : text.IndexOf(':', StringComparison.Ordinal);
        (host, rest) = end < 0 ? ("", "") : isBracketed ? (text[1..end], text[(end + 2)..]) : (text[..end], text[(end + 1)..]);
        return end >= 0;
    }

    public static bool TryPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= ushort.MaxValue;

    /// <summary>Reads an address. The framework takes "1" for 0.0.0.1 and "010.0.0.1" for 8.0.0.1; nobody means that.</summary>
    public static bool TryAddress(string text, [NotNullWhen(true)] out IPAddress? address)
    {
        string bare = text.StartsWith('[') && text.EndsWith(']') ? text[1..^1] : text;
        return IPAddress.TryParse(bare, out address) && (bare.Contains(':', StringComparison.Ordinal) || address.ToString() == bare);
    }

    public static string? Bracketed(string? host) => host?.Contains(':', StringComparison.Ordinal) == true ? $"[{host}]" : host;
}
