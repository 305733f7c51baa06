using System.Net.Security;
using System.Net.Sockets;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Http;
using LoadGen.Transport.Tests.Support;

namespace LoadGen.Transport.Tests.Connections;

public sealed class ClientCertificateTests : LoopTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    private readonly TestCertificates _certificates = new();

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _certificates.Dispose();
    }

    [Fact]
    public async Task A_server_that_asks_who_we_are_sees_our_certificate_and_those_below_its_authority()
    {
        await Loop.SwitchTo();
        using X509Certificate2 server = _certificates.Issue(["engine.test"]);
        (X509Certificate2 leaf, X509Certificate2 middle) = _certificates.IssueBelowIntermediate(["router.test"]);
        string file = _certificates.File(leaf.ExportCertificatePem() + "\n" + middle.ExportCertificatePem());
        string key = _certificates.File(leaf.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        (string body, X509Certificate? seen) = await ExchangeAsync(server, Trusting() with { ClientCertificateFile = file, ClientKeyFile = key });
        Assert.Equal("hello", body);
        Assert.Equal(leaf.GetCertHashString(), seen!.GetCertHashString());
    }

    [Fact]
    public async Task Certificate_and_key_may_be_in_one_file()
    {
        await Loop.SwitchTo();
        using X509Certificate2 server = _certificates.Issue(["engine.test"]);
        using X509Certificate2 own = _certificates.Issue(["router.test"]);
        string file = _certificates.File(own.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem() + "\n" + own.ExportCertificatePem());
        (string body, X509Certificate? seen) = await ExchangeAsync(server, Trusting() with { ClientCertificateFile = file });
        Assert.Equal("hello", body);
        Assert.Equal(own.GetCertHashString(), seen!.GetCertHashString());
    }

    [Fact]
    public async Task Without_one_the_server_refuses_and_the_failure_is_a_closed_or_failed_connection()
    {
        await Loop.SwitchTo();
        using X509Certificate2 server = _certificates.Issue(["engine.test"]);
        TransportException failure = await Assert.ThrowsAsync<TransportException>(() => ExchangeAsync(server, Trusting()));

        // Under TLS 1.3 the client's side of the handshake is over before the server has looked for its certificate.
        Assert.Contains(failure.Error, (TransportError[])[TransportError.TlsFailure, TransportError.ConnectionClosed, TransportError.ConnectionReset]);
    }

    [Fact]
    public void What_is_wrong_with_the_files_is_said_before_anything_is_opened()
    {
        using X509Certificate2 own = _certificates.Issue(["router.test"]);
        using X509Certificate2 other = _certificates.Issue(["router.test"]);
        string certificate = _certificates.File(own.ExportCertificatePem());
        string key = _certificates.File(own.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        string otherKey = _certificates.File(other.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        string encrypted = _certificates.File(own.GetECDsaPrivateKey()!.ExportEncryptedPkcs8PrivateKeyPem(
            "secret", new(System.Security.Cryptography.PbeEncryptionAlgorithm.Aes256Cbc, System.Security.Cryptography.HashAlgorithmName.SHA256, 1)));

        AssertRefused("cannot read the certificate file '/nowhere/own.pem'", "/nowhere/own.pem", key);
        AssertRefused("cannot read the key file '/nowhere/key.pem'", certificate, "/nowhere/key.pem");
        AssertRefused($"the certificate file '{key}' holds no PEM certificate", key, key);
        AssertRefused($"the certificate file '{certificate}' holds no private key", certificate, null);
        AssertRefused($"the key file '{certificate}' holds no private key", certificate, certificate);
        AssertRefused($"the private key in '{encrypted}' is encrypted", certificate, encrypted);
        AssertRefused($"the key in '{otherKey}' is not the one of the first certificate in '{certificate}'", certificate, otherKey);
        AssertRefused("cannot read the certificate file", _certificates.File("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"), key);
    }

    private static void AssertRefused(string expected, string certificate, string? key)
    {
        ArgumentException failure = Assert.Throws<ArgumentException>(() => PemCertificate.Load(certificate, key));
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    private TransportOptions Trusting() => new() { CaFile = _certificates.File(_certificates.AuthorityPem) };

    // One exchange with a server that wants a certificate of the authority, and the certificate that it saw.
    private async Task<(string Body, X509Certificate? Seen)> ExchangeAsync(X509Certificate2 certificate, TransportOptions options)
    {
        X509ChainPolicy trust = CaFile.Load(_certificates.File(_certificates.AuthorityPem));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task<X509Certificate?> serving = ServeAsync(listener, certificate, trust);
        var uri = new Uri($"https://engine.test:{((IPEndPoint)listener.LocalEndpoint).Port}");
        using HttpOrigin origin = Origin(await PinnedTarget.ResolveAsync(uri, new FixedResolver(IPAddress.Loopback)), options);
        try
        {
            string body = (await Client.ExchangeAsync(await origin.RentAsync(default))).Body;
            return (body, await serving);
        }
        catch (TransportException)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => serving);
            throw;
        }
    }

    private static async Task<X509Certificate?> ServeAsync(TcpListener listener, X509Certificate2 certificate, X509ChainPolicy trust)
    {
        using Socket socket = await listener.AcceptSocketAsync();
        await using var tls = new SslStream(new NetworkStream(socket));
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true),
            ClientCertificateRequired = true,
            CertificateChainPolicy = trust,
        });
        await using var peer = new Peer(socket, tls);
        await peer.ReadRequestAsync();
        await peer.WriteAsync(Ok);
        return new X509Certificate2(tls.RemoteCertificate!);
    }
}
