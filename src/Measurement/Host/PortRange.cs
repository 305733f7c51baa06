using System.Globalization;

namespace LoadGen.Measurement.Host;

/// <summary>
/// The ports the kernel gives to outgoing connections: <c>net.ipv4.ip_local_port_range</c> (for IPv6 too) less
/// <c>net.ipv4.ip_local_reserved_ports</c>. See ip(7) and the kernel's ip-sysctl document.
/// </summary>
internal static class PortRange
{
    private const string RangePath = "/proc/sys/net/ipv4/ip_local_port_range";
    private const string ReservedPath = "/proc/sys/net/ipv4/ip_local_reserved_ports";

    /// <summary>How many there are; null when the kernel does not say.</summary>
    public static int? Count(IHost host)
    {
        int[] range = Numbers(host.Read(RangePath), ' ', '\t');
        if (range.Length != 2 || range[1] < range[0])
        {
            return null;
        }

        return range[1] - range[0] + 1 - Reserved(host.Read(ReservedPath), range[0], range[1]);
    }

    // Grammar: reserved = [ part *( "," part ) ]; part = port [ "-" port ]. The kernel writes it sorted and without overlaps.
    private static int Reserved(string? text, int first, int last) =>
        (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Sum(part =>
        {
            int[] ends = Numbers(part, '-');
            return ends.Length == 0 ? 0 : Math.Max(0, Math.Min(last, ends[^1]) - Math.Max(first, ends[0]) + 1);
        });

    private static int[] Numbers(string? text, params char[] separators)
    {
        string[] parts = (text ?? "").Split(separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.All(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            ? [.. parts.Select(p => int.Parse(p, CultureInfo.InvariantCulture))]
            : [];
    }
}
