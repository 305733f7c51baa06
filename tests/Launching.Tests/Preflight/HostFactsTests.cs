using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using LoadGen.Launching.Preflight;

namespace LoadGen.Launching.Tests.Preflight;

public class HostFactsTests
{
    // setsockopt(2) on Linux.
    private const int SocketLevel = 1;
    private const int ReuseAddress = 2;
    private const int ReusePort = 15;

    [Theory]
    [InlineData()]
    [InlineData(ReuseAddress)]
    [InlineData(ReusePort)]
    [InlineData(ReuseAddress, ReusePort)]
    public void A_port_on_which_somebody_listens_is_taken_whatever_is_shared(params int[] options)
    {
        foreach (IPAddress address in (IPAddress[])[IPAddress.Any, IPAddress.Loopback])
        {
            using Socket listener = Listen(address, options);
            Assert.False(new HostFacts().IsPortFree(PortOf(listener)));
        }
    }

    [Fact]
    public void A_port_is_free_once_its_server_has_ended_though_a_connection_lingers()
    {
        int port;
        using (Socket listener = Listen(IPAddress.Loopback, ReuseAddress))
        {
            port = PortOf(listener);
            using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 10_000 };
            client.Connect(IPAddress.Loopback, port);
            // The server's side closes first: its port is the one that waits.
            listener.Accept().Dispose();
            Assert.Equal(0, client.Receive(new byte[1]));
        }

        Assert.True(new HostFacts().IsPortFree(port));
    }

    private static Socket Listen(IPAddress address, params int[] options)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        foreach (int option in options)
        {
            listener.SetRawSocketOption(SocketLevel, option, MemoryMarshal.AsBytes<int>([1]));
        }

        listener.Bind(new IPEndPoint(address, 0));
        listener.Listen(1);
        return listener;
    }

    private static int PortOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;
}
