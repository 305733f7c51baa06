using System.Security.Cryptography.X509Certificates;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Http;
using LoadGen.Transport.Tests.Support;

namespace LoadGen.Transport.Tests.Connections;

public class ProxyTests : LoopTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    private const string Secret = "c2hobidAaG9zdDpwdzpzZWNyZXQ=";

    [Theory]
    [InlineData("http://forward.test:3128", "forward.test:3128", null)]
    [InlineData("forward.test:3128", "forward.test:3128", null)]
    [InlineData("http://forward.test", "forward.test:1080", null)]
    [InlineData("http://forward.test:80/", "forward.test:80", null)]
    [InlineData("http://[::1]:3128", "[::1]:3128", null)]
    [InlineData("http://[::1]", "[::1]:1080", null)]
    [InlineData("http://me@forward.test:3128", "forward.test:3128", "Basic bWU6")]
    [InlineData("http://shhn%27%40host:pw%3Asecret@forward.test:3128", "forward.test:3128", "Basic c2hobidAaG9zdDpwdzpzZWNyZXQ=")]
    public void A_proxy_is_read_and_shown_without_its_secret(string text, string shown, string? authorization)
    {
        Assert.True(ProxyServer.TryParse(text, out ProxyServer? proxy, out _));
        Assert.Equal((shown, shown, authorization), (proxy.Display, proxy.ToString(), proxy.Authorization));
        Assert.Equal(authorization is null ? 0 : 1, proxy.Secrets.Count(s => authorization!.EndsWith(s, StringComparison.Ordinal)));
        Assert.DoesNotContain("secret", new TransportOptions { Route = new TargetRoute { Proxy = proxy } }.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("http://me:secret@forward.test:3128/path")]
    [InlineData("http://me:sec/ret@forward.test:3128")]
    [InlineData("https://me:secret@forward.test")]
    [InlineData("socks5://me:secret@forward.test")]
    public void What_is_no_proxy_is_refused_without_its_secret(string text)
    {
        Assert.False(ProxyServer.TryParse(text, out _, out string? problem));
        Assert.DoesNotContain("sec", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*", "engine.test", true)]
    [InlineData("other.test, engine.test", "ENGINE.test", true)]
    [InlineData(".test", "a.engine.test", true)]
    [InlineData("*.engine.test", "a.engine.test", true)]
    [InlineData("engine.test", "notengine.test", false)]
    [InlineData("engine.test:8000", "engine.test", true)]
    [InlineData("engine.test:8001", "engine.test", false)]
    [InlineData("10.0.0.0/8", "10.1.2.3", true)]
    [InlineData("10.0.0.0/8", "11.1.2.3", false)]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("127.0.0.1:8000", "127.0.0.1", true)]
    [InlineData("127.0.0.1:8001", "127.0.0.1", false)]
    [InlineData("[::1],::2", "::2", true)]
    [InlineData("0.0.1", "127.0.0.1", false)]
    [InlineData("", "engine.test", false)]
    public void Some_hosts_are_reached_without_it(string list, string host, bool isCovered) =>
        Assert.Equal(isCovered, new ProxyBypass(list).Covers(host, 8000));

    [Fact]
    public void The_environment_is_asked_as_curl_asks_it()
    {
        var set = new Dictionary<string, string?> { ["HTTPS_PROXY"] = "a:1", ["ALL_PROXY"] = "b:2", ["NO_PROXY"] = "x" };
        Assert.Equal(("HTTPS_PROXY", "a:1"), ProxyVariables.Find(new Uri("https://engine.test"), set.GetValueOrDefault));
        Assert.Equal(("ALL_PROXY", "b:2"), ProxyVariables.Find(new Uri("http://engine.test"), set.GetValueOrDefault));
        Assert.Equal("x", ProxyVariables.NoProxy(set.GetValueOrDefault));
        set["https_proxy"] = "c:3";
        set["no_proxy"] = "y";
        Assert.Equal(("https_proxy", "c:3"), ProxyVariables.Find(new Uri("https://engine.test"), set.GetValueOrDefault));
        Assert.Equal("y", ProxyVariables.NoProxy(set.GetValueOrDefault));
        Assert.Null(ProxyVariables.Find(new Uri("https://engine.test"), _ => null));
    }

    [Fact]
    public async Task An_https_request_goes_through_a_tunnel()
    {
        await Loop.SwitchTo();
        using var certificates = new TestCertificates();
        using X509Certificate2 certificate = certificates.Issue(["engine.test"]);
        await using LoopbackServer server = LoopbackServer.Answering(Ok, certificate);
        string asked = "";
        await using var proxy = new LoopbackServer(async peer =>
        {
            await peer.ReadRequestAsync();
            asked = peer.Request;
            await peer.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n");
            await peer.RelayAsync(server.Port);
        });
        using HttpOrigin origin = Origin(await TargetAsync(proxy, "https://engine.test", "shhn%27%40host:pw%3Asecret@"), new TransportOptions { CaFile = certificates.File(certificates.AuthorityPem) });
        HttpConnection http = await origin.RentAsync(default);
        Assert.Equal("hello", (await Client.ExchangeAsync(http)).Body);
        Assert.Equal("hello", (await Client.ExchangeAsync(http)).Body);
        Assert.Equal($"CONNECT engine.test:443 HTTP/1.1\r\nHost: engine.test:443\r\nProxy-Authorization: Basic {Secret}\r\n\r\n", asked);
        Assert.Equal(("engine.test", $"127.0.0.1:{proxy.Port}"), (server.ServerName, http.Opening.Address));
        Assert.True(http.Opening.ProxyNs > 0 && http.Opening.TlsNs > 0);
        origin.Return(http);
    }

    [Fact]
    public async Task An_http_request_is_handed_to_it_whole()
    {
        PinnedTarget target = await TargetAsync(3128, "http://engine.test:8000", "me:secret@");
        Assert.Equal("http://engine.test:8000/v1?x=1", target.RequestTarget("/v1?x=1"));
        Assert.Equal(["Proxy-Authorization"], target.ProxyHeaders.Select(h => h.Key));
        using var buffer = new HttpRequestBuffer(new HttpRequestTemplate("GET", target.RequestTarget("/v1"), target.HostHeader, target.ProxyHeaders));
        Assert.StartsWith("GET http://engine.test:8000/v1 HTTP/1.1\r\nHost: engine.test:8000\r\n", Wire.Text(buffer.Complete().Span), StringComparison.Ordinal);

        target = await TargetAsync(3128, "https://engine.test", "me:secret@");
        Assert.Equal("/v1", target.RequestTarget("/v1"));
        Assert.Empty(target.ProxyHeaders);
    }

    [Theory]
    [InlineData("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "", "wants a user and a password (HTTP 407)")]
    [InlineData("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "me:secret@", "refuses the user or the password (HTTP 407)")]
    [InlineData("HTTP/1.1 403 Forbidden\r\n\r\n", "", "refused a tunnel to engine.test:443: HTTP 403")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nSSH-2.0", "", "sent bytes of its own into the tunnel")]
    [InlineData("SSH-2.0-x\r\n", "", "does not answer as an HTTP proxy")]
    [InlineData("", "", "broke the connection instead of opening a tunnel to engine.test:443")]
    public async Task A_proxy_that_opens_no_tunnel_is_named(string answer, string user, string message)
    {
        await using var proxy = new LoopbackServer(async peer =>
        {
            await peer.ReadRequestAsync();
            await peer.WriteAsync(answer);
        });
        TransportException failure = await FailAsync(await TargetAsync(proxy, "https://engine.test", user));
        Assert.Equal(TransportError.ProxyFailed, failure.Error);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_is_not_there_is_named()
    {
        int port;
        await using (var gone = LoopbackServer.Answering(Ok))
        {
            port = gone.Port;
        }

        TransportException failure = await FailAsync(await TargetAsync(port, "https://engine.test", "me:secret@"));
        Assert.Equal((TransportError.ConnectRefused, $"connection refused by the proxy 127.0.0.1:{port}: nothing listens there"), (failure.Error, failure.Message));
    }

    private static ValueTask<PinnedTarget> TargetAsync(LoopbackServer proxy, string url, string user) => TargetAsync(proxy.Port, url, user);

    private static ValueTask<PinnedTarget> TargetAsync(int port, string url, string user)
    {
        Assert.True(ProxyServer.TryParse($"http://{user}127.0.0.1:{port}", out ProxyServer? proxy, out _));
        return PinnedTarget.ResolveAsync(new Uri(url), new TargetRoute { Proxy = proxy }, new FixedResolver());
    }

    private async Task<TransportException> FailAsync(PinnedTarget target)
    {
        await Loop.SwitchTo();
        var connector = new SocketConnector(target, TransportOptions.Default, Loop);
        return await Assert.ThrowsAsync<TransportException>(async () => await connector.ConnectAsync(default));
    }
}
