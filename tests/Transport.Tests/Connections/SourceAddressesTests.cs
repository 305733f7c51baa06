using System.Net;
using System.Net.Sockets;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Loops;
using LoadGen.Transport.Tests.Support;

namespace LoadGen.Transport.Tests.Connections;

/// <summary>The local addresses that connections come from.</summary>
public class SourceAddressesTests : LoopTests
{
    private static readonly IPAddress V4One = IPAddress.Parse("127.0.0.2");
    private static readonly IPAddress V4Two = IPAddress.Parse("127.0.0.3");
    private static readonly IPAddress V6One = IPAddress.Parse("::2");
    private static readonly IPAddress V6Two = IPAddress.Parse("::3");

    [Fact]
    public void Without_addresses_the_system_chooses()
    {
        var none = new SourceAddresses([]);
        Assert.Null(none.Next(AddressFamily.InterNetwork));
        Assert.Null(none.Next(AddressFamily.InterNetworkV6));
        Assert.Null(new SourceAddresses([V4One]).Next(AddressFamily.InterNetworkV6));
    }

    [Fact]
    public void They_take_turns_in_the_order_given()
    {
        var sources = new SourceAddresses([V4Two, V4One]);
        Assert.Equal([V4Two, V4One, V4Two, V4One], Enumerable.Range(0, 4).Select(_ => sources.Next(AddressFamily.InterNetwork)));
    }

    // A target with addresses of both families is dialled once with each when the first refuses.
    [Fact]
    public void Each_family_has_turns_of_its_own()
    {
        var sources = new SourceAddresses([V4One, V6One, V4Two, V6Two]);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(V6One, sources.Next(AddressFamily.InterNetworkV6));
            Assert.Equal(V4One, sources.Next(AddressFamily.InterNetwork));
            Assert.Equal(V6Two, sources.Next(AddressFamily.InterNetworkV6));
            Assert.Equal(V4Two, sources.Next(AddressFamily.InterNetwork));
        }
    }

    [Fact]
    public async Task The_server_sees_connections_come_from_each_in_turn()
    {
        await Loop.SwitchTo();
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        PinnedTarget target = await PinnedTarget.ResolveAsync(new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndPoint!).Port}"));
        var connector = new SocketConnector(target, new TransportOptions { SourceAddresses = [V4One, V4Two] }, Loop);
        var seen = new List<IPAddress>();
        for (int i = 0; i < 4; i++)
        {
            using Connection connection = await connector.ConnectAsync(default);
            using Socket peer = listener.Accept();
            seen.Add(((IPEndPoint)peer.RemoteEndPoint!).Address);
        }

        Assert.Equal([V4One, V4Two, V4One, V4Two], seen);
    }

    [Fact]
    public async Task An_IPv6_address_binds_too()
    {
        await Loop.SwitchTo();
        using SocketPair pair = await SocketPair.OpenAsync(Loop, IPAddress.IPv6Loopback, IPAddress.IPv6Loopback);
        Assert.Equal(IPAddress.IPv6Loopback, ((IPEndPoint)pair.Peer.RemoteEndPoint!).Address);
    }

    [Fact]
    public async Task An_address_of_another_host_is_refused()
    {
        await Loop.SwitchTo();
        SocketException failure = await Assert.ThrowsAsync<SocketException>(
            async () => await LoopSocket.ConnectAsync(Loop, IPAddress.Loopback, 1, IPAddress.Parse("192.0.2.1"), default));
        Assert.Equal(SocketError.AddressNotAvailable, failure.SocketErrorCode);
    }
}
