using System.Net;
using System.Net.Sockets;
using LoadGen.Transport.Loops.Native;

namespace LoadGen.Transport.Tests.Loops.Native;

/// <summary>Addresses as the kernel takes them: ip(7), ipv6(7), on a little-endian machine.</summary>
public class SocketAddressTests
{
    [Fact]
    public void An_IPv4_address_is_family_port_and_four_bytes() =>
        AssertBytes("02001F90C0000201" + "0000000000000000", IPAddress.Parse("192.0.2.1"), 8_080);

    [Fact]
    public void An_IPv6_address_is_family_port_flow_sixteen_bytes_and_scope() =>
        AssertBytes("0A0001BB" + "00000000" + "20010DB8000000000000000000000042" + "00000000", IPAddress.Parse("2001:db8::42"), 443);

    [Fact]
    public void A_link_local_address_names_its_interface() =>
        AssertBytes("0A000050" + "00000000" + "FE800000000000000000000000000001" + "07000000", new IPAddress(IPAddress.Parse("fe80::1").GetAddressBytes(), 7), 80);

    [Fact]
    public void The_highest_port_fits() =>
        AssertBytes("0200FFFF7F000001" + "0000000000000000", IPAddress.Loopback, 65_535);

    [Theory]
    [InlineData("10.1.2.3", 1)]
    [InlineData("255.255.255.255", 54_321)]
    [InlineData("::1", 8_000)]
    [InlineData("2001:db8:1:2:3:4:5:6", 65_534)]
    public void The_framework_writes_the_same(string text, int port)
    {
        var endpoint = new IPEndPoint(IPAddress.Parse(text), port);
        SocketAddress framework = endpoint.Serialize();
        AssertBytes(Convert.ToHexString(framework.Buffer.Span[..framework.Size]), endpoint.Address, port);
    }

    private static void AssertBytes(string hex, IPAddress address, int port)
    {
        // What was there before must not be left in the padding.
        byte[] bytes = [.. Enumerable.Repeat((byte)0xEE, SocketAddressBytes.Max)];
        uint length = SocketAddressBytes.Write(address, port, bytes);
        Assert.Equal(address.AddressFamily == AddressFamily.InterNetwork ? 16u : 28u, length);
        Assert.Equal(hex, Convert.ToHexString(bytes.AsSpan(0, (int)length)));
    }
}
