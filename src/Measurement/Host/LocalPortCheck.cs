using System.Globalization;
using System.Net;

namespace LoadGen.Measurement.Host;

/// <summary>
/// A connection is told apart by source address and port and target address and port. The target's port is given, so each pair of a source and
/// a target address has as many connections as there are local ports.
/// </summary>
internal static class LocalPortCheck
{
    public const string Name = "local_ports";

    // What the fix below opens: 1024 to 65535.
    private const int WidestRange = 64_512;

    public static IEnumerable<HostFinding> Run(HostDemand demand, IHost host)
    {
        if (demand.Streams is not { } streams || demand.AddressPairs == 0 || PortRange.Count(host) is not { } ports)
        {
            yield break;
        }

        long capacity = (long)ports * demand.AddressPairs;
        if (streams <= capacity)
        {
            yield break;
        }

        string pairs = demand.AddressPairs == 1 ? "" : Text($" on each of {demand.AddressPairs:N0} pairs of source and target address");
        yield return new HostFinding(
            Name, HostChecks.Shortage(demand),
            Text($"{HostChecks.Streams(demand)} to {demand.TargetName} need as many local ports, and net.ipv4.ip_local_port_range leaves {ports:N0}{pairs}"),
            Fix(demand, streams, ports));
    }

    private static string Fix(HostDemand demand, int streams, int ports)
    {
        const string Widen = "sysctl -w net.ipv4.ip_local_port_range=\"1024 65535\"";
        bool widening = ports < WidestRange && streams <= (long)WidestRange * demand.AddressPairs;
        if (ports <= 0)
        {
            return Widen;
        }

        int perSource = ports * Math.Max(1, demand.AddressPairs / Math.Max(1, demand.Sources.Count));
        int sources = (streams + perSource - 1) / perSource;
        string example = demand.Targets.All(IPAddress.IsLoopback) ? ", such as 127.0.0.1,127.0.0.2" : "";
        string more = Text($"--source-address with {sources:N0} addresses of this host{example}");
        return widening ? $"{Widen}, or {more}" : more;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
