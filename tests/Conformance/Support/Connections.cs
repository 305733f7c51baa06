using System.Net.NetworkInformation;
using LoadGen.Simulation;

namespace LoadGen.Conformance.Support;

/// <summary>An engine's connections, by the kernel's own list.</summary>
internal static class Connections
{
    /// <summary>Waits until an engine has no established connection: each has been closed, by it or by the router.</summary>
    public static Task UntilNoneAsync(SimulatedEngine engine) => Eventually.HoldsAsync(
        () => !IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections()
            .Any(connection => connection.LocalEndPoint.Port == engine.Url.Port && connection.State == TcpState.Established),
        () => $"a connection to {engine.Url}");
}
