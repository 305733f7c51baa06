using System.Net;
using System.Net.Sockets;

namespace LoadGen.Measurement.Host;

/// <summary>Every <c>--source-address</c> must be this host's, and of a family the target has.</summary>
internal static class SourceAddressCheck
{
    public const string Name = "source_address";

    public static IEnumerable<HostFinding> Run(HostDemand demand, IHost host)
    {
        foreach (IPAddress source in demand.Sources)
        {
            if (demand.Targets.All(t => t.AddressFamily != source.AddressFamily))
            {
                yield return Error(
                    $"--source-address {source} is an {Family(source)} address, and {demand.TargetName} has none of that family",
                    $"name {Family(demand.Targets[0])} addresses of this host, or none");
            }
            else if (!host.CanConnectFrom(source))
            {
                yield return Error($"--source-address {source} is not an address of this host", $"ip address add {source}/{(IsIPv6(source) ? 128 : 32)} dev lo");
            }
            else if (IPAddress.IsLoopback(source) && demand.Targets.All(t => t.AddressFamily != source.AddressFamily || !host.IsOwn(t)))
            {
                yield return Error($"--source-address {source} is a loopback address, and {demand.TargetName} is not on this host", "name addresses that the target can answer");
            }
        }
    }

    private static HostFinding Error(string message, string fix) => new(Name, HostSeverity.Error, message, fix);

    private static string Family(IPAddress address) => IsIPv6(address) ? "IPv6" : "IPv4";

    private static bool IsIPv6(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6;
}
