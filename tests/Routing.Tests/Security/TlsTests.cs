using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using LoadGen.Routing.Security;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Routing.Tests.Security;

public sealed class TlsTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task A_listener_shows_its_certificate_and_a_client_with_the_authority_and_the_name_trusts_it()
    {
        await using WebApplication app = await ListenAsync(() => Listener("router.test", mutual: false));
        Assert.Equal("none", await GetAsync(app, Trusting("router.test")));
    }

    [Fact]
    public async Task Another_name_or_authority_is_not_trusted_but_by_the_insecure()
    {
        await using WebApplication app = await ListenAsync(() => Listener("router.test", mutual: false));
        await AssertRefusedAsync(app, Trusting("other.test"));
        await AssertRefusedAsync(app, new WorkerTls { ServerName = "router.test" });
        Assert.Equal("none", await GetAsync(app, new WorkerTls { Insecure = true }));
    }

    [Fact]
    public async Task A_mutual_listener_takes_clients_with_a_certificate_of_its_authority_only()
    {
        ListenerTls tls = Listener("router.test", mutual: true);
        Assert.True(tls.IsMutual);
        await using WebApplication app = await ListenAsync(() => tls);
        (string certificate, string key) = Files(_certificates.Issue(["client.test"]));
        WorkerTls own = Trusting("router.test") with { ClientCertificateFile = certificate, ClientKeyFile = key };
        Assert.Equal("CN=Test server", await GetAsync(app, own));

        await AssertRefusedAsync(app, Trusting("router.test"));
        (string foreign, string foreignKey) = Files(TestCertificates.SelfSigned("client.test"));
        await AssertRefusedAsync(app, own with { ClientCertificateFile = foreign, ClientKeyFile = foreignKey });
        (string expired, string expiredKey) = Files(_certificates.Issue(["client.test"], isExpired: true));
        await AssertRefusedAsync(app, own with { ClientCertificateFile = expired, ClientKeyFile = expiredKey });
    }

    [Fact]
    public async Task A_renewed_certificate_is_taken_at_the_next_handshake()
    {
        ListenerTls current = Listener("old.test", mutual: false);
        await using WebApplication app = await ListenAsync(() => current);
        Assert.Equal("none", await GetAsync(app, Trusting("old.test")));
        current = Listener("new.test", mutual: false);
        Assert.Equal("none", await GetAsync(app, Trusting("new.test")));
        await AssertRefusedAsync(app, Trusting("old.test"));
    }

    [Fact]
    public async Task Plain_workers_stay_plain_under_settings_for_TLS()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using WebApplication app = builder.Build();
        app.Run(context => context.Response.WriteAsync("plain"));
        await app.StartAsync();
        Assert.Equal("plain", await GetAsync(app, Trusting("router.test")));
    }

    [Fact]
    public void A_listener_knows_when_its_certificate_ends()
    {
        using X509Certificate2 certificate = _certificates.Issue(["router.test"]);
        (string file, string key) = Files(certificate);
        ListenerTls tls = ListenerTls.Load(new ListenerTlsSettings { CertificateFile = file, KeyFile = key });
        Assert.Equal(certificate.NotAfter.ToUniversalTime(), tls.ExpiresAt.UtcDateTime);
    }

    [Fact]
    public void Wrong_files_are_named_before_anything_listens_or_connects()
    {
        (string file, string key) = Files(_certificates.Issue(["router.test"]));
        Assert.Contains("'/nowhere.pem'", Message(() => ListenerTls.Load(new() { CertificateFile = "/nowhere.pem" })), StringComparison.Ordinal);
        Assert.Contains("'/nowhere.pem'", Message(() => ListenerTls.Load(new() { CertificateFile = file, KeyFile = key, ClientCaFile = "/nowhere.pem" })), StringComparison.Ordinal);
        Assert.Contains("'/nowhere.pem'", Message(() => new WorkerTls { CaFile = "/nowhere.pem" }.Check()), StringComparison.Ordinal);
        Assert.Contains($"'{key}' is named without its certificate", Message(() => new WorkerTls { ClientKeyFile = key }.Check()), StringComparison.Ordinal);
    }

    [Fact]
    public void The_routers_own_connections_get_the_same_trust()
    {
        TransportOptions options = new WorkerTls
        {
            CaFile = "ca.pem",
            ClientCertificateFile = "own.pem",
            ClientKeyFile = "key.pem",
            Insecure = true,
            ServerName = "engine.test",
        }.ApplyTo(new TransportOptions { StallTimeout = TimeSpan.FromSeconds(7) });
        Assert.Equal(
            new TransportOptions
            {
                CaFile = "ca.pem",
                ClientCertificateFile = "own.pem",
                ClientKeyFile = "key.pem",
                Insecure = true,
                ServerName = "engine.test",
                StallTimeout = TimeSpan.FromSeconds(7),
                SourceAddresses = options.SourceAddresses,
            },
            options);
    }

    [Fact]
    public void Without_settings_the_handler_stays_as_it_was()
    {
        using var handler = new SocketsHttpHandler();
        new WorkerTls().ApplyTo(handler);
        Assert.Null(handler.ConnectCallback);
    }

    private static string Message(Action load)
    {
        ArgumentException failure = Assert.Throws<ArgumentException>(load);
        Assert.DoesNotContain('\n', failure.Message);
        return failure.Message;
    }

    private static async Task<WebApplication> ListenAsync(Func<ListenerTls> tls)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listener => ListenerTls.Use(listener, tls)));
        WebApplication app = builder.Build();
        app.Run(context => context.Response.WriteAsync(context.Connection.ClientCertificate?.Subject ?? "none"));
        await app.StartAsync();
        return app;
    }

    private static async Task<string> GetAsync(WebApplication app, WorkerTls tls)
    {
        using var handler = new SocketsHttpHandler();
        tls.ApplyTo(handler);
        using var client = new HttpClient(handler);
        return await client.GetStringAsync(new Uri(app.Urls.Single()));
    }

    private static async Task AssertRefusedAsync(WebApplication app, WorkerTls tls)
    {
        HttpRequestException failure = await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(app, tls));

        // Under TLS 1.3 a server that refuses the client's certificate does so after the client's side of the handshake is over.
        Assert.True(failure.InnerException is AuthenticationException or IOException, failure.ToString());
    }

    private WorkerTls Trusting(string name) => new() { CaFile = _certificates.File(_certificates.AuthorityPem), ServerName = name };

    private ListenerTls Listener(string name, bool mutual)
    {
        (string certificate, string key) = Files(_certificates.Issue([name]));
        return ListenerTls.Load(new ListenerTlsSettings
        {
            CertificateFile = certificate,
            KeyFile = key,
            ClientCaFile = mutual ? _certificates.File(_certificates.AuthorityPem) : null,
        });
    }

    private (string Certificate, string Key) Files(X509Certificate2 certificate) => (
        _certificates.File(certificate.ExportCertificatePem()),
        _certificates.File(certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()));
}
