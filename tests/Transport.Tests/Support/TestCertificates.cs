using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LoadGen.Transport.Tests.Support;

/// <summary>A certificate authority and certificates made on the spot.</summary>
internal sealed class TestCertificates : IDisposable
{
    private readonly X509Certificate2 _authority;
    private readonly string _folder = Directory.CreateTempSubdirectory("transport-tests-").FullName;

    public TestCertificates()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test CA", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(10));
    }

    public string AuthorityPem => _authority.ExportCertificatePem();

    /// <summary>A certificate of the authority for the names and addresses.</summary>
    public X509Certificate2 Issue(string[] names, IPAddress[]? addresses = null, bool isExpired = false)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = LeafRequest(names, addresses ?? [], key);
        DateTimeOffset end = isExpired ? DateTimeOffset.UtcNow.AddHours(-1) : DateTimeOffset.UtcNow.AddDays(5);
        using X509Certificate2 leaf = request.Create(_authority, DateTimeOffset.UtcNow.AddHours(-12), end, RandomNumberGenerator.GetBytes(8));
        return WithKey(leaf.CopyWithPrivateKey(key));
    }

    /// <summary>A certificate of an authority that the authority vouches for, and that second authority's own.</summary>
    public (X509Certificate2 Leaf, X509Certificate2 Intermediate) IssueBelowIntermediate(string[] names)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using ECDsa middleKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test intermediate", middleKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        X509Certificate2 middle = request.Create(_authority, DateTimeOffset.UtcNow.AddHours(-13), DateTimeOffset.UtcNow.AddDays(6), RandomNumberGenerator.GetBytes(8));
        using X509Certificate2 signer = middle.CopyWithPrivateKey(middleKey);
        using X509Certificate2 leaf = LeafRequest(names, [], key).Create(signer, DateTimeOffset.UtcNow.AddHours(-12), DateTimeOffset.UtcNow.AddDays(5), RandomNumberGenerator.GetBytes(8));
        return (WithKey(leaf.CopyWithPrivateKey(key)), middle);
    }

    public static X509Certificate2 SelfSigned(string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 made = LeafRequest([name], [], key).CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-12), DateTimeOffset.UtcNow.AddDays(5));
        return WithKey(made);
    }

    public string File(string content)
    {
        string path = Path.Combine(_folder, Guid.NewGuid() + ".pem");
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static CertificateRequest LeafRequest(string[] names, IPAddress[] addresses, ECDsa key)
    {
        var request = new CertificateRequest("CN=Test server", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        Array.ForEach(names, alternatives.AddDnsName);
        Array.ForEach(addresses, alternatives.AddIpAddress);
        request.CertificateExtensions.Add(alternatives.Build());
        return request;
    }

    // TLS servers need the key in a store of their own on some systems: the round trip gives it one.
    private static X509Certificate2 WithKey(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
}
