using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Http;
using LoadGen.Transport.Tests.Support;

namespace LoadGen.Transport.Tests.Connections;

public class UnixSocketTests : LoopTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("unix-").FullName;

    private string SocketPath => Path.Combine(_folder, "engine.sock");

    [Theory]
    [InlineData("http://unix:/run/x.sock:/v1", "http://localhost/v1", "/run/x.sock")]
    [InlineData("https://unix:/run/x.sock:/v1?k=1", "https://localhost/v1?k=1", "/run/x.sock")]
    [InlineData("http://unix:/run/x.sock:", "http://localhost/", "/run/x.sock")]
    [InlineData("HTTP://unix:/run/a b:1.sock", "http://localhost/", "/run/a b:1.sock")]
    public void A_url_may_name_a_socket(string text, string url, string path)
    {
        Assert.True(UnixSocketUrl.TryParse(text, out Uri? parsed, out string? socket));
        Assert.Equal((url, path), (parsed.ToString(), socket));
    }

    [Theory]
    [InlineData("http://unix:8000/v1")]
    [InlineData("http://unix/v1")]
    [InlineData("unix:/run/x.sock")]
    [InlineData("ftp://unix:/run/x.sock")]
    public void Other_urls_name_none(string text) => Assert.False(UnixSocketUrl.TryParse(text, out _, out _));

    [Theory]
    [InlineData("", "empty")]
    [InlineData("a\0b", "zero character")]
    [InlineData("108", "at most 107 bytes, this one has 108")]
    public async Task A_path_that_no_socket_can_have_is_refused(string path, string problem)
    {
        path = path == "108" ? new string('x', 108) : path;
        ArgumentException failure = await Assert.ThrowsAsync<ArgumentException>(async () => await TargetAsync(path: path));
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
        Assert.Null(TargetRoute.ProblemOfSocketPath(new string('x', 107)));
    }

    [Fact]
    public async Task Requests_go_through_the_socket_and_no_name_is_looked_up()
    {
        await Loop.SwitchTo();
        await using LoopbackServer server = LoopbackServer.Answering(Ok, unixSocket: SocketPath);
        PinnedTarget target = await TargetAsync();
        Assert.Equal(("engine.test:8000", "unix:" + SocketPath), (target.HostHeader, target.Display));
        Assert.Empty(target.Addresses);
        using HttpOrigin origin = Origin(target);
        for (int i = 0; i < 3; i++)
        {
            HttpConnection http = await origin.RentAsync(default);
            Assert.Equal("hello", (await Client.ExchangeAsync(http)).Body);
            origin.Return(http);
        }

        Assert.Equal((1, 2), (origin.ConnectionsOpened, origin.ConnectionsReused));
    }

    [Fact]
    public async Task TLS_runs_over_a_socket_too()
    {
        await Loop.SwitchTo();
        using var certificates = new TestCertificates();
        using X509Certificate2 certificate = certificates.Issue(["engine.test"]);
        await using LoopbackServer server = LoopbackServer.Answering(Ok, certificate, unixSocket: SocketPath);
        using HttpOrigin origin = Origin(await TargetAsync("https://engine.test"), new TransportOptions { CaFile = certificates.File(certificates.AuthorityPem) });
        HttpConnection http = await origin.RentAsync(default);
        Assert.Equal("hello", (await Client.ExchangeAsync(http)).Body);
        Assert.Equal("engine.test", server.ServerName);
        Assert.Equal("unix:" + SocketPath, http.Opening.Address);
        Assert.True(http.Opening.DialNs > 0 && http.Opening.TlsNs > 0 && http.Opening.ProxyNs == 0);
        Assert.True(http.Opening.DialNs + http.Opening.TlsNs <= http.ConnectedNs - http.ConnectStartNs);
        origin.Return(http);
    }

    [Fact]
    public async Task A_socket_that_is_not_there_is_named()
    {
        TransportException failure = await FailAsync();
        Assert.Equal((TransportError.ConnectRefused, $"cannot connect to unix:{SocketPath}: there is no such socket"), (failure.Error, failure.Message));
    }

    [Fact]
    public async Task A_socket_nobody_listens_on_is_named()
    {
        using var bound = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        bound.Bind(new UnixDomainSocketEndPoint(SocketPath));
        TransportException failure = await FailAsync();
        Assert.Equal((TransportError.ConnectRefused, $"connection refused by unix:{SocketPath}: nothing listens on that socket"), (failure.Error, failure.Message));
    }

    [Fact]
    public async Task A_socket_for_datagrams_is_named()
    {
        using var bound = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        bound.Bind(new UnixDomainSocketEndPoint(SocketPath));
        TransportException failure = await FailAsync();
        Assert.Equal((TransportError.ConnectFailed, $"cannot connect to unix:{SocketPath}: it is not a stream socket"), (failure.Error, failure.Message));
    }

    [Fact]
    public async Task A_listener_whose_queue_is_full_is_waited_for()
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(SocketPath));
        listener.Listen(1);
        PinnedTarget target = await TargetAsync();
        await Loop.SwitchTo();
        var connector = new SocketConnector(target, TransportOptions.Default, Loop);
        Task<Connection>[] connecting = [.. Enumerable.Range(0, 8).Select(_ => connector.ConnectAsync(default).AsTask())];
        for (int i = 0; i < connecting.Length; i++)
        {
            (await listener.AcceptAsync(TestContext.Current.CancellationToken)).Dispose();
        }

        foreach (Connection connection in await Task.WhenAll(connecting))
        {
            connection.Dispose();
        }
    }

    [Fact]
    public async Task Waiting_for_a_full_queue_ends_with_the_callers_patience()
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(SocketPath));
        listener.Listen(0);
        using var first = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await first.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath), TestContext.Current.CancellationToken);
        await Loop.SwitchTo();
        using var stop = new CancellationTokenSource();
        Task<Connection> connecting = new SocketConnector(await TargetAsync(), TransportOptions.Default, Loop).ConnectAsync(stop.Token).AsTask();
        await Loop.Yield();
        Assert.False(connecting.IsCompleted);
        await stop.CancelAsync();
        Assert.Equal(TransportError.Aborted, (await Assert.ThrowsAsync<TransportException>(() => connecting)).Error);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        Directory.Delete(_folder, recursive: true);
    }

    private ValueTask<PinnedTarget> TargetAsync(string url = "http://engine.test:8000", string? path = null) =>
        PinnedTarget.ResolveAsync(new Uri(url), new TargetRoute { UnixSocket = path ?? SocketPath }, new FixedResolver());

    private async Task<TransportException> FailAsync()
    {
        await Loop.SwitchTo();
        var connector = new SocketConnector(await TargetAsync(), TransportOptions.Default, Loop);
        return await Assert.ThrowsAsync<TransportException>(async () => await connector.ConnectAsync(default));
    }
}
