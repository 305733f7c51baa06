using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Http;
using LoadGen.Transport.Loops;
using LoadGen.Transport.Tests.Support;

namespace LoadGen.Transport.Tests.Connections;

public sealed class TlsTests : LoopTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    private readonly TestCertificates _certificates = new();

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _certificates.Dispose();
    }

    [Fact]
    public async Task A_certificate_of_the_given_authority_is_trusted_and_the_name_is_sent()
    {
        await Loop.SwitchTo();
        using X509Certificate2 certificate = _certificates.Issue(["engine.test"]);
        await using LoopbackServer server = LoopbackServer.Answering(Ok, certificate);
        Assert.Equal("hello", await ExchangeAsync(server, "engine.test", Trusting()));
        Assert.Equal("engine.test", server.ServerName);
    }

    [Fact]
    public async Task A_connection_is_kept_for_the_next_request()
    {
        await Loop.SwitchTo();
        using X509Certificate2 certificate = _certificates.Issue(["engine.test"]);
        await using LoopbackServer server = LoopbackServer.Answering(Ok, certificate);
        TransportOptions options = Trusting();
        using HttpOrigin origin = Origin(await server.TargetAsync("engine.test"), options);
        for (int i = 0; i < 5; i++)
        {
            HttpConnection http = await origin.RentAsync(default);
            await Client.ExchangeAsync(http);
            Assert.True(http.CanReuse);
            origin.Return(http);
        }

        Assert.Equal(1, origin.ConnectionsOpened);
    }

    [Fact]
    public async Task An_address_in_the_certificate_is_enough_for_a_literal_url()
    {
        await Loop.SwitchTo();
        using X509Certificate2 certificate = _certificates.Issue([], [IPAddress.Loopback]);
        await using LoopbackServer server = LoopbackServer.Answering(Ok, certificate);
        Assert.Equal("hello", await ExchangeAsync(server, "127.0.0.1", Trusting()));

        // RFC 6066 §3: an address is never sent as a server name.
        Assert.Equal("", server.ServerName);
    }

    [Fact]
    public async Task An_alert_is_named_and_not_taken_for_a_plain_text_port()
    {
        await Loop.SwitchTo();
        using X509Certificate2 certificate = _certificates.Issue(["engine.test"]);
        await using var server = new LoopbackServer(peer => peer.ReadAllOfAsync(long.MaxValue), certificate, protocols: [SslApplicationProtocol.Http2]);
        TransportException failure = await FailAsync(server, "engine.test", Trusting());
        Assert.Contains("no application protocol", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("plain http", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_below_an_intermediate_that_the_server_sends_is_trusted()
    {
        await Loop.SwitchTo();
        (X509Certificate2 leaf, X509Certificate2 intermediate) = _certificates.IssueBelowIntermediate(["engine.test"]);
        using (leaf)
        using (intermediate)
        {
            await using var server = LoopbackServer.Answering(Ok, leaf, chain: [intermediate]);
            Assert.Equal("hello", await ExchangeAsync(server, "engine.test", Trusting()));
        }
    }

    [Fact]
    public async Task Another_server_name_can_be_asked_for()
    {
        await Loop.SwitchTo();
        using X509Certificate2 certificate = _certificates.Issue(["engine.test"]);
        await using LoopbackServer server = LoopbackServer.Answering(Ok, certificate);
        Assert.Equal("hello", await ExchangeAsync(server, "127.0.0.1", Trusting() with { ServerName = "engine.test" }));
        Assert.Equal("engine.test", server.ServerName);
    }

    [Fact]
    public async Task The_ca_file_may_hold_several_certificates_and_a_self_signed_server()
    {
        await Loop.SwitchTo();
        using X509Certificate2 own = TestCertificates.SelfSigned("engine.test");
        await using LoopbackServer server = LoopbackServer.Answering(Ok, own);
        string file = _certificates.File(_certificates.AuthorityPem + "\n" + own.ExportCertificatePem() + "\n");
        Assert.Equal("hello", await ExchangeAsync(server, "engine.test", new TransportOptions { CaFile = file }));
    }

    [Fact]
    public async Task An_untrusted_certificate_is_refused_with_the_two_ways_out()
    {
        await Loop.SwitchTo();
        using X509Certificate2 certificate = TestCertificates.SelfSigned("engine.test");
        await using LoopbackServer server = LoopbackServer.Answering(Ok, certificate);
        TransportException failure = await FailAsync(server, "engine.test", TransportOptions.Default);
        Assert.Contains($"engine.test:{server.Port} is not trusted", failure.Message, StringComparison.Ordinal);
        Assert.Contains("UntrustedRoot", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--ca-file", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--insecure", failure.Message, StringComparison.Ordinal);
        Assert.Equal("hello", await ExchangeAsync(server, "engine.test", new TransportOptions { Insecure = true }));
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_refused_with_both_names()
    {
        await Loop.SwitchTo();
        using X509Certificate2 certificate = _certificates.Issue(["one.test", "two.test"]);
        await using LoopbackServer server = LoopbackServer.Answering(Ok, certificate);
        TransportException failure = await FailAsync(server, "engine.test", Trusting());
        Assert.Contains("is for 'one.test', 'two.test', not for 'engine.test' (RemoteCertificateNameMismatch)", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--server-name", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("--ca-file", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_certificate_is_refused_as_such()
    {
        await Loop.SwitchTo();
        using X509Certificate2 certificate = _certificates.Issue(["engine.test"], isExpired: true);
        await using LoopbackServer server = LoopbackServer.Answering(Ok, certificate);
        TransportException failure = await FailAsync(server, "engine.test", Trusting());
        Assert.Contains("NotTimeValid", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plain_text_port_is_recognised()
    {
        await Loop.SwitchTo();
        await using var server = new LoopbackServer(async peer => await peer.WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"));
        PinnedTarget target = await PinnedTarget.ResolveAsync(new Uri($"https://127.0.0.1:{server.Port}"));
        TransportException failure = await ConnectFailureAsync(target, TransportOptions.Default);
        Assert.Contains("is this a plain http port?", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tls_port_is_recognised_by_a_plain_client()
    {
        await Loop.SwitchTo();
        using X509Certificate2 certificate = _certificates.Issue(["engine.test"]);
        await using LoopbackServer server = LoopbackServer.Answering(Ok, certificate);
        PinnedTarget target = await PinnedTarget.ResolveAsync(new Uri($"http://127.0.0.1:{server.Port}"));
        using HttpOrigin origin = Origin(target);
        HttpConnection http = await origin.RentAsync(default);
        TransportException failure = await Assert.ThrowsAsync<TransportException>(() => Client.ExchangeAsync(http));

        // Some servers send an alert first, others close or reset at once.
        Assert.Contains(failure.Error, (TransportError[])[TransportError.MalformedResponse, TransportError.ConnectionClosed, TransportError.ConnectionReset]);
    }

    [Fact]
    public async Task A_handshake_that_does_not_end_is_given_up_at_the_connect_limit()
    {
        await Loop.SwitchTo();
        var time = new ManualTime();
        var greeted = new TaskCompletionSource();
        await using var server = new LoopbackServer(async peer =>
        {
            await peer.ReadAllOfAsync(1);
            greeted.SetResult();
            await peer.ReadRequestAsync();
        });
        PinnedTarget target = await PinnedTarget.ResolveAsync(new Uri($"https://127.0.0.1:{server.Port}"));
        var connector = new SocketConnector(target, TransportOptions.Default, Loop, (address, port, c) => LoopSocket.ConnectAsync(Loop, address, port, null, c), time);
        Task<Connection> connect = connector.ConnectAsync(default).AsTask();
        await greeted.Task;
        time.Advance(TimeSpan.FromSeconds(10));
        TransportException failure = await Assert.ThrowsAsync<TransportException>(() => connect);
        Assert.Equal(TransportError.ConnectTimeout, failure.Error);
        Assert.Contains("TLS handshake", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_abort_ends_a_pending_tls_receive()
    {
        await Loop.SwitchTo();
        using X509Certificate2 certificate = _certificates.Issue(["engine.test"]);
        await using var server = new LoopbackServer(peer => peer.ReadAllOfAsync(long.MaxValue), certificate);
        TransportOptions options = Trusting();
        using HttpOrigin origin = Origin(await server.TargetAsync("engine.test"), options);
        HttpConnection http = await origin.RentAsync(default);
        await http.SendAsync(Client.Get);
        Task receive = http.ReceiveAsync(new RecordingHandler()).AsTask();
        origin.AbortAll();
        Assert.Equal(TransportError.Aborted, (await Assert.ThrowsAsync<TransportException>(() => receive)).Error);
        origin.Return(http);
        Assert.False(http.CanReuse);
    }

    [Fact]
    public async Task A_server_gone_in_the_middle_of_a_body_is_a_closed_connection()
    {
        await Loop.SwitchTo();
        using X509Certificate2 certificate = _certificates.Issue(["engine.test"]);
        await using var server = new LoopbackServer(
            async peer =>
            {
                await peer.ReadRequestAsync();
                await peer.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhel");
            },
            certificate);
        TransportOptions options = Trusting();
        using HttpOrigin origin = Origin(await server.TargetAsync("engine.test"), options);
        TransportException failure = await Assert.ThrowsAsync<TransportException>(async () => await Client.ExchangeAsync(await origin.RentAsync(default)));
        Assert.Equal(TransportError.ConnectionClosed, failure.Error);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not a certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public async Task A_bad_ca_file_is_refused_before_anything_is_opened(string? content)
    {
        await Loop.SwitchTo();
        string path = content is null ? "/nowhere/ca.pem" : _certificates.File(content);
        PinnedTarget target = await PinnedTarget.ResolveAsync(new Uri("https://127.0.0.1"));
        ArgumentException failure = Assert.Throws<ArgumentException>(
            () => new SocketConnector(target, new TransportOptions { CaFile = path }, Loop));
        Assert.Contains($"CA file '{path}'", failure.Message, StringComparison.Ordinal);
    }

    private TransportOptions Trusting() => new() { CaFile = _certificates.File(_certificates.AuthorityPem) };

    private async Task<string> ExchangeAsync(LoopbackServer server, string host, TransportOptions options)
    {
        using HttpOrigin origin = Origin(await server.TargetAsync(host), options);
        return (await Client.ExchangeAsync(await origin.RentAsync(default))).Body;
    }

    private async Task<TransportException> FailAsync(LoopbackServer server, string host, TransportOptions options) =>
        await ConnectFailureAsync(await server.TargetAsync(host), options);

    private async Task<TransportException> ConnectFailureAsync(PinnedTarget target, TransportOptions options)
    {
        var connector = new SocketConnector(target, options, Loop);
        TransportException failure = await Assert.ThrowsAsync<TransportException>(async () => await connector.ConnectAsync(default));
        Assert.Equal(TransportError.TlsFailure, failure.Error);
        Assert.DoesNotContain('\n', failure.Message);
        return failure;
    }
}
