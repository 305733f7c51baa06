using System.Net;
using LoadGen.Measurement.Host;

namespace LoadGen.Measurement.Tests.Support;

/// <summary>A host whose limits are what a test says.</summary>
internal sealed class FakeHost : IHost
{
    private const string Ipv4 = "/proc/sys/net/ipv4/";

    public bool HasLinuxLimits { get; init; } = true;

    public OpenFileLimit? Limit { get; set; } = new OpenFileLimit(1_000_000, 1_000_000, 40);

    public bool RefusesToRaise { get; init; }

    public HashSet<IPAddress> Addresses { get; init; } = [IPAddress.Loopback, IPAddress.IPv6Loopback];

    public Dictionary<string, string> Files { get; } = new()
    {
        [Ipv4 + "ip_local_port_range"] = "32768\t60999",
        [Ipv4 + "ip_local_reserved_ports"] = "",
        [Ipv4 + "tcp_max_syn_backlog"] = "2048",
        [Ipv4 + "tcp_syncookies"] = "1",
        ["/proc/sys/net/core/somaxconn"] = "4096",
    };

    public static FakeHost With(params (string Name, string Text)[] ipv4)
    {
        var host = new FakeHost();
        Array.ForEach(ipv4, file => host.Files[Ipv4 + file.Name] = file.Text);
        return host;
    }

    public string? Read(string path) => Files.GetValueOrDefault(path);

    public OpenFileLimit? OpenFiles() => Limit;

    public bool TryRaiseOpenFiles(long soft)
    {
        if (RefusesToRaise)
        {
            return false;
        }

        Limit = Limit!.Value with { Soft = soft };
        return true;
    }

    public bool IsOwn(IPAddress address) => Addresses.Contains(address);

    public bool CanConnectFrom(IPAddress address) => Addresses.Contains(address);
}
