using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LoadGen.Transport.Connections;

/// <summary>Reads the certificate authorities of a PEM file. They replace the system's, as <c>curl --cacert</c> does.</summary>
public static class CaFile
{
    /// <summary>Reads <paramref name="path"/>: a policy that trusts its certificates and no other.</summary>
    /// <param name="path">The PEM file.</param>
    /// <exception cref="ArgumentException">The file is missing, unreadable, or holds no certificate; names the file and the reason.</exception>
    public static X509ChainPolicy Load(string path)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPemFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new ArgumentException($"cannot read the CA file '{path}': {e.Message}", e);
        }

        if (certificates.Count == 0)
        {
            throw new ArgumentException($"the CA file '{path}' holds no PEM certificate (-----BEGIN CERTIFICATE-----)");
        }

        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(certificates);
        return policy;
    }
}
