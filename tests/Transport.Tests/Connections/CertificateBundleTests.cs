using LoadGen.Transport.Connections;
using LoadGen.Transport.Tests.Support;

namespace LoadGen.Transport.Tests.Connections;

public class CertificateBundleTests
{
    private const string Debian = "/etc/ssl/certs/ca-certificates.crt";
    private const string RedHat = "/etc/pki/tls/certs/ca-bundle.crt";
    private const string Suse = "/etc/ssl/ca-bundle.pem";

    [Fact]
    public void The_users_file_comes_before_the_users_folder_before_what_is_found()
    {
        Assert.Equal(new CertificateBundle("/f", "SSL_CERT_FILE"), Locate([("SSL_CERT_FILE", "/f"), ("SSL_CERT_DIR", "/d")], Debian));
        Assert.Equal(new CertificateBundle("/d", "SSL_CERT_DIR"), Locate([("SSL_CERT_DIR", "/d")], Debian));
        Assert.Equal(new CertificateBundle(Debian, "found"), Locate([("SSL_CERT_FILE", "")], Debian));
    }

    [Theory]
    [InlineData(Debian)]
    [InlineData(RedHat)]
    [InlineData(Suse)]
    [InlineData("/etc/ssl/cert.pem")]
    public void Every_distribution_is_found(string path) => Assert.Equal(path, Locate([], path)?.Path);

    [Fact]
    public void The_first_place_wins_and_none_is_none()
    {
        Assert.Equal(Debian, Locate([], Suse, RedHat, Debian)?.Path);
        Assert.Null(Locate([]));
    }

    [Fact]
    public void Applying_makes_the_native_environment_say_what_was_found()
    {
        CertificateBundle? before = CertificateBundle.Locate();
        CertificateBundle? applied = CertificateBundle.ApplyToProcess();
        Assert.Equal(before, applied);

        if (applied is { Source: "found" })
        {
            Assert.Equal(new CertificateBundle(applied.Path, "SSL_CERT_FILE"), CertificateBundle.Locate());
            Assert.Equal(applied.Path, NativeEnvironment.Get("SSL_CERT_FILE"));
        }
    }

    private static CertificateBundle? Locate((string Name, string Value)[] environment, params string[] files) =>
        CertificateBundle.Locate(n => Array.Find(environment, e => e.Name == n).Value, files.Contains);
}
