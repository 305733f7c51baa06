using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace LoadGen.Simulation.Handoffs.Channel;

/// <summary>A host and a port, written <c>host:port</c> or <c>[v6]:port</c>.</summary>
internal readonly record struct HostPort(string Host, int Port)
{
    public static bool TryParse([NotNullWhen(true)] string? text, out HostPort value)
    {
        value = default;
        int colon = text?.LastIndexOf(':') ?? -1;
        if (colon <= 0 || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port) || port > 65535)
        {
            return false;
        }

        string host = text![..colon];
        if (host is ['[', .. var inner, ']'])
        {
            host = inner;
        }

        value = new HostPort(host, port);
        return host.Length > 0;
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}");
}
