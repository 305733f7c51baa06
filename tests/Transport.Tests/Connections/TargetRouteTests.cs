using System.Net;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Http;
using LoadGen.Transport.Tests.Support;

namespace LoadGen.Transport.Tests.Connections;

public class TargetRouteTests : LoopTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    [Theory]
    [InlineData("engine.test:443:10.0.0.5", "engine.test:443:10.0.0.5")]
    [InlineData("*:80:10.0.0.5, 10.0.0.6", "*:80:10.0.0.5,10.0.0.6")]
    [InlineData("engine.test:443:::1", "engine.test:443:::1")]
    [InlineData("[::1]:443:[2001:db8::5]", "[::1]:443:2001:db8::5")]
    public void A_pin_is_read_as_curl_writes_it(string text, string read)
    {
        Assert.True(HostPin.TryParse(text, out HostPin? pin, out _));
        Assert.Equal(read, pin.ToString());
    }

    [Theory]
    [InlineData("engine.test", "is not HOST:PORT:ADDRESS")]
    [InlineData("engine.test:443", "is not HOST:PORT:ADDRESS")]
    [InlineData(":443:10.0.0.5", "is not HOST:PORT:ADDRESS")]
    [InlineData("engine.test:0:10.0.0.5", "is not HOST:PORT:ADDRESS")]
    [InlineData("engine.test:65536:10.0.0.5", "is not HOST:PORT:ADDRESS")]
    [InlineData("engine.test:443:", "'' in")]
    [InlineData("engine.test:443:10.0.0.5,other.test", "'other.test' in")]
    [InlineData("engine.test:443:1", "'1' in")]
    public void What_is_no_pin_is_refused(string text, string problem)
    {
        Assert.False(HostPin.TryParse(text, out _, out string? found));
        Assert.Contains(problem, found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("engine.test:443:10.0.0.5:8443", "engine.test", 443, "10.0.0.5", 8443)]
    [InlineData("::other.test:", "engine.test", 443, "other.test", 443)]
    [InlineData("ENGINE.test::[::1]:8443", "engine.test", 443, "::1", 8443)]
    [InlineData(":443::8443", "engine.test", 443, "engine.test", 8443)]
    [InlineData("other.test:443:10.0.0.5:8443", "engine.test", 443, "engine.test", 443)]
    public void A_redirect_leads_to_another_host_and_port(string text, string host, int port, string dialledHost, int dialledPort)
    {
        Assert.True(HostRedirect.TryParse(text, out HostRedirect? redirect, out _));
        Assert.Equal((dialledHost, dialledPort), new TargetRoute { Redirects = [redirect] }.Dialled(host, port));
        Assert.True(HostRedirect.TryParse(redirect.ToString(), out HostRedirect? again, out _));
        Assert.Equal(redirect, again);
    }

    [Theory]
    [InlineData("engine.test:443", "is not HOST:PORT")]
    [InlineData("engine.test:443:other.test", "is not HOST:PORT")]
    [InlineData("engine.test:https:other.test:443", "is not HOST:PORT")]
    [InlineData("engine.test:443::", "leads nowhere")]
    public void What_is_no_redirect_is_refused(string text, string problem)
    {
        Assert.False(HostRedirect.TryParse(text, out _, out string? found));
        Assert.Contains(problem, found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pinned_name_is_never_looked_up()
    {
        var resolver = new FixedResolver(IPAddress.Parse("192.0.2.1"));
        PinnedTarget target = await ResolveAsync("https://engine.test", "ENGINE.test:443:10.0.0.5,10.0.0.6", null, resolver);
        Assert.Equal(["10.0.0.5", "10.0.0.6"], target.Addresses.Select(a => a.ToString()));
        Assert.Equal((AddressSource.Pinned, "engine.test", 0), (target.AddressSource, target.HostHeader, resolver.Questions));

        target = await ResolveAsync("https://engine.test", "engine.test:8443:10.0.0.5", null, resolver);
        Assert.Equal((AddressSource.Lookup, 1), (target.AddressSource, resolver.Questions));
    }

    [Fact]
    public async Task A_pin_is_about_the_port_that_a_redirect_leads_to()
    {
        PinnedTarget target = await ResolveAsync("https://engine.test", "other.test:8443:10.0.0.5", "engine.test:443:other.test:8443", new FixedResolver());
        Assert.Equal(("engine.test", 443, "engine.test:443"), (target.Host, target.Port, target.Display));
        Assert.Equal((8443, AddressSource.Pinned), (target.DialPort, target.AddressSource));

        target = await ResolveAsync("https://engine.test", null, "engine.test:443:127.0.0.9:8443", new FixedResolver());
        Assert.Equal((IPAddress.Parse("127.0.0.9"), AddressSource.Literal), (Assert.Single(target.Addresses), target.AddressSource));
    }

    [Fact]
    public async Task The_address_that_served_a_connection_is_known()
    {
        await Loop.SwitchTo();
        await using LoopbackServer server = LoopbackServer.Answering(Ok);

        // Nothing listens at the first; the server has the second address only.
        PinnedTarget target = await ResolveAsync("http://engine.test", $"engine.test:{server.Port}:127.0.0.2,127.0.0.1", $"::engine.test:{server.Port}", new FixedResolver());
        using HttpOrigin origin = Origin(target);
        HttpConnection http = await origin.RentAsync(default);
        await Client.ExchangeAsync(http);
        origin.Return(http);
        Assert.Equal([new($"127.0.0.1:{server.Port}", 1)], origin.ConnectionsByAddress);
    }

    [Fact]
    public async Task A_failure_names_the_address_and_port_that_were_dialled()
    {
        await Loop.SwitchTo();
        await using LoopbackServer server = LoopbackServer.Answering(Ok);
        PinnedTarget target = await ResolveAsync("http://engine.test", null, $"::127.0.0.2:{server.Port}", new FixedResolver());
        TransportException failure = await Assert.ThrowsAsync<TransportException>(async () => await Origin(target).RentAsync(default));
        Assert.Equal($"connection refused by engine.test:80 (127.0.0.2:{server.Port}): nothing listens there", failure.Message);
    }

    private static ValueTask<PinnedTarget> ResolveAsync(string url, string? pin, string? redirect, IDnsResolver resolver)
    {
        HostPin? pinned = null;
        HostRedirect? redirected = null;
        Assert.True(pin is null || HostPin.TryParse(pin, out pinned, out _));
        Assert.True(redirect is null || HostRedirect.TryParse(redirect, out redirected, out _));
        return PinnedTarget.ResolveAsync(
            new Uri(url),
            new TargetRoute { Pins = pinned is null ? [] : [pinned], Redirects = redirected is null ? [] : [redirected] },
            resolver);
    }
}
