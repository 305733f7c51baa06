using System.Net;
using System.Net.Sockets;
using LoadGen.Serving;

namespace LoadGen.Simulation.Serving;

/// <summary>From a host and port as users write them to an address, and from the kernel's refusal to a line they can act on.</summary>
internal static class ListenAddress
{
    /// <exception cref="SimulationException">The name does not resolve.</exception>
    public static async Task<IPEndPoint> ResolveAsync(string host, int port, CancellationToken cancellation)
    {
        if (IPAddress.TryParse(host, out IPAddress? address))
        {
            return new IPEndPoint(address, port);
        }

        try
        {
            IPAddress[] addresses = await Dns.GetHostAddressesAsync(host, cancellation);
            return new IPEndPoint(addresses.FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork) ?? addresses[0], port);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            // The resolver calls a name of more than 255 characters an argument out of range.
            string cause = (e as SocketException)?.SocketErrorCode.ToString() ?? "it is too long";
            throw new SimulationException($"cannot listen on host '{host}': the name does not resolve ({cause}); use an address of this machine, such as 127.0.0.1 or 0.0.0.0", e);
        }
    }

    /// <summary>Says why listening failed.</summary>
    public static SimulationException Explain(Exception error, SimulatedEngineOptions options) =>
        new($"cannot listen on {options.Host}:{options.Port}: {ListenFailure.Cause(error)}", error);
}
