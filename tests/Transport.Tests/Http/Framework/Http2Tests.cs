using System.Security.Cryptography.X509Certificates;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Http;
using LoadGen.Transport.Http.Framework;
using LoadGen.Transport.Tests.Support;
using LoadGen.Transport.Timing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LoadGen.Transport.Tests.Http.Framework;

/// <summary>Requests and responses over HTTP/2, with and without TLS.</summary>
public class Http2Tests : LoopTests
{
    [Fact]
    public async Task A_request_arrives_as_it_was_written_and_its_response_is_read()
    {
        await Loop.SwitchTo();
        var seen = new List<string>();
        await using Http2Server server = await Http2Server.StartAsync(async http =>
        {
            HttpRequest request = http.Request;
            using var body = new StreamReader(request.Body);
            seen.Add($"{request.Protocol} {request.Method} {request.Path}{request.QueryString} {request.Host} {request.ContentType} {request.Headers["X-Own"]} {request.Headers.UserAgent} {await body.ReadToEndAsync()}");
            http.Response.ContentType = "text/plain";
            await http.Response.WriteAsync("hello");
        });
        using var origin = new Http2Origin(await server.TargetAsync(), TransportOptions.Default, MonotonicClock.Instance);
        for (int i = 0; i < 3; i++)
        {
            RecordingHandler read = await Http2Client.ExchangeAsync(origin, "{}", ("X-Own", " mine "));
            Assert.Equal((200, "text/plain", "hello"), (read.StatusCode, read.ContentType, read.Body));
            Assert.Equal(read.Stamps.Order(), read.Stamps);
            Assert.Equal("end", read.Calls[^1]);
        }

        Assert.All(seen, s => Assert.Matches(@"^HTTP/2 POST /v1/x\?a=%2F1 engine\.test application/json mine loadgen/\d+\.\d+\.\d+ \{\}$", s));
        Assert.Equal((1, 2), (origin.ConnectionsOpened, origin.ConnectionsReused));
        Assert.Equal([new($"127.0.0.1:{server.Port}", 1)], origin.ConnectionsByAddress);
    }

    [Fact]
    public async Task TLS_settles_on_it_by_ALPN_and_the_first_request_knows_what_the_opening_took()
    {
        await Loop.SwitchTo();
        using var certificates = new TestCertificates();
        using X509Certificate2 certificate = certificates.Issue(["engine.test"]);
        await using Http2Server server = await Http2Server.StartAsync(http => http.Response.WriteAsync(http.Request.Protocol), certificate, HttpProtocols.Http1AndHttp2);
        using var origin = new Http2Origin(await server.TargetAsync(), Trusting(certificates), MonotonicClock.Instance);
        IHttpConnection first = await origin.RentAsync(default);
        Assert.Equal("HTTP/2", (await Http2Client.ExchangeAsync(first, "{}")).Body);
        Assert.False(first.WasReused);
        Assert.True(first.Opening.TlsNs > 0 && first.Opening.DialNs > 0);
        Assert.True(first.Opening.DialNs + first.Opening.TlsNs <= first.ConnectNs);
        origin.Return(first);

        IHttpConnection second = await origin.RentAsync(default);
        await Http2Client.ExchangeAsync(second, "{}");
        Assert.Equal((true, 0), (second.WasReused, second.ConnectNs));
        origin.Return(second);
    }

    [Theory]
    [InlineData(HttpProtocols.Http1AndHttp2, HttpChoice.Auto, true)]
    [InlineData(HttpProtocols.Http1, HttpChoice.Auto, false)]
    [InlineData(HttpProtocols.Http1, HttpChoice.Http2, true)]
    [InlineData(HttpProtocols.Http1AndHttp2, HttpChoice.Http11, false)]
    public async Task A_https_server_is_asked_which_version_it_prefers_where_that_is_left_open(HttpProtocols served, HttpChoice choice, bool isHttp2)
    {
        using var certificates = new TestCertificates();
        using X509Certificate2 certificate = certificates.Issue(["engine.test"]);
        await using Http2Server server = await Http2Server.StartAsync(_ => Task.CompletedTask, certificate, served);
        Assert.Equal(isHttp2, await HttpNegotiation.IsHttp2Async(await server.TargetAsync(), Trusting(certificates) with { Http = choice }, default));
    }

    [Fact]
    public async Task A_http_server_is_not_asked()
    {
        PinnedTarget nobody = await PinnedTarget.ResolveAsync(new Uri("http://127.0.0.1:1"));
        Assert.False(await HttpNegotiation.IsHttp2Async(nobody, new TransportOptions { Http = HttpChoice.Auto }, default));
    }

    [Fact]
    public async Task A_server_that_speaks_only_the_older_version_is_named()
    {
        await Loop.SwitchTo();
        using var certificates = new TestCertificates();
        using X509Certificate2 certificate = certificates.Issue(["engine.test"]);
        await using var server = LoopbackServer.Answering("HTTP/1.1 200 OK\r\n\r\n", certificate);
        PinnedTarget target = await PinnedTarget.ResolveAsync(new Uri($"https://engine.test:{server.Port}"), new FixedResolver(System.Net.IPAddress.Loopback));
        using var origin = new Http2Origin(target, Trusting(certificates), MonotonicClock.Instance);
        TransportException failure = await Http2Client.FailAsync(origin);
        Assert.Equal(
            (TransportError.TlsFailure, $"engine.test:{server.Port} does not speak HTTP/2 over TLS (it chose no h2 by ALPN); use --http 1.1 or --http auto"),
            (failure.Error, failure.Message));
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_told_in_our_words()
    {
        await Loop.SwitchTo();
        using var certificates = new TestCertificates();
        using X509Certificate2 certificate = TestCertificates.SelfSigned("engine.test");
        await using Http2Server server = await Http2Server.StartAsync(_ => Task.CompletedTask, certificate);
        using var origin = new Http2Origin(await server.TargetAsync(), Trusting(certificates), MonotonicClock.Instance);
        TransportException failure = await Http2Client.FailAsync(origin);
        Assert.Equal(TransportError.TlsFailure, failure.Error);
        Assert.Contains("is not trusted", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_goes_over_a_unix_socket()
    {
        await Loop.SwitchTo();
        string folder = Directory.CreateTempSubdirectory("h2-").FullName;
        try
        {
            string path = Path.Combine(folder, "engine.sock");
            await using Http2Server server = await Http2Server.StartAsync(http => http.Response.WriteAsync(http.Request.Host.Value!), unixSocket: path);
            PinnedTarget target = await PinnedTarget.ResolveAsync(new Uri("http://engine.test"), new TargetRoute { UnixSocket = path });
            using var origin = new Http2Origin(target, TransportOptions.Default, MonotonicClock.Instance);
            Assert.Equal("engine.test", (await Http2Client.ExchangeAsync(origin, "{}")).Body);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Nobody_at_the_port_is_told_in_our_words()
    {
        await Loop.SwitchTo();
        int port;
        await using (var gone = LoopbackServer.Answering(""))
        {
            port = gone.Port;
        }

        PinnedTarget target = await PinnedTarget.ResolveAsync(new Uri($"http://127.0.0.1:{port}"));
        using var origin = new Http2Origin(target, TransportOptions.Default, MonotonicClock.Instance);
        TransportException failure = await Http2Client.FailAsync(origin);
        Assert.Equal((TransportError.ConnectRefused, $"connection refused by 127.0.0.1:{port}: nothing listens there"), (failure.Error, failure.Message));
    }

    private static TransportOptions Trusting(TestCertificates certificates) => new() { CaFile = certificates.File(certificates.AuthorityPem) };
}
