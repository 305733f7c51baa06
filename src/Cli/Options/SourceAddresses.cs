using System.Net;
using System.Net.Sockets;

namespace LoadGen.Cli.Options;

/// <summary>Reads <c>--source-address</c>. Whether the addresses are this host's is looked at with the rest of the host (HostChecks).</summary>
internal static class SourceAddresses
{
    // Grammar: value = address *( "," address ); the option may be given several times.
    public static IReadOnlyList<IPAddress> Read(string[] values, Problems problems)
    {
        var addresses = new List<IPAddress>();
        foreach (string text in values.SelectMany(value => value.Split(',')).Select(text => text.Trim()))
        {
            if (!IPAddress.TryParse(text, out IPAddress? address) || !IsWrittenOut(text, address))
            {
                problems.Add($"--source-address: '{text}' is not an IP address, such as 10.0.0.5 or 2001:db8::5");
            }
            else if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            {
                problems.Add($"--source-address: {text} means any address, which is the default; name one of this host's");
            }
            else if (addresses.Contains(address))
            {
                problems.Add($"--source-address: {text} is named twice; it has its ports only once");
            }
            else
            {
                addresses.Add(address);
            }
        }

        return addresses;
    }

    // The framework takes "1" for 0.0.0.1 and "010.0.0.1" for 8.0.0.1.
    private static bool IsWrittenOut(string text, IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == text;
}
