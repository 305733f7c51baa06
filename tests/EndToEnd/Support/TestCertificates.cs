using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LoadGen.EndToEnd.Support;

/// <summary>A certificate authority and certificates made on the spot.</summary>
internal sealed class TestCertificates : IDisposable
{
    private readonly X509Certificate2 _authority;

    public TestCertificates()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=End-to-end CA", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(10));
    }

    public string AuthorityPem => _authority.ExportCertificatePem() + "\n";

    /// <summary>A certificate of the authority for 127.0.0.1.</summary>
    public X509Certificate2 ForLoopback() => Issue(names => names.AddIpAddress(IPAddress.Loopback));

    /// <summary>A certificate of the authority for another host.</summary>
    public X509Certificate2 ForHost(string name) => Issue(names => names.AddDnsName(name));

    public void Dispose() => _authority.Dispose();

    private X509Certificate2 Issue(Action<SubjectAlternativeNameBuilder> name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=End-to-end server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        name(names);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 leaf = request.Create(
            _authority, DateTimeOffset.UtcNow.AddHours(-12), DateTimeOffset.UtcNow.AddDays(5), RandomNumberGenerator.GetBytes(8));

        // TLS servers need the key in a store of their own on some systems: the round trip gives it one.
        using X509Certificate2 withKey = leaf.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }
}
