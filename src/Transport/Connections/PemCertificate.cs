using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LoadGen.Transport.Connections;

/// <summary>Reads a certificate, what it needs to lead to its authority, and its private key from PEM files.</summary>
public static class PemCertificate
{
    /// <summary>Reads the first certificate of <paramref name="certificateFile"/>, its key, and the certificates after it, which are sent along.</summary>
    /// <param name="certificateFile">The PEM file: the certificate first, then those between it and its authority.</param>
    /// <param name="keyFile">The PEM file with the private key, unencrypted; null where the certificate's file holds it too.</param>
    /// <exception cref="ArgumentException">A file is missing or unreadable, or the two do not belong together; one line, names the file.</exception>
    public static SslStreamCertificateContext Load(string certificateFile, string? keyFile = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(certificateFile);
        string certificates = Read(certificateFile, "certificate");
        string key = keyFile is null ? certificates : Read(keyFile, "key");
        string keyPath = keyFile ?? certificateFile;
        RequireKey(key, keyPath, isOwnFile: keyFile is not null);
        X509Certificate2Collection all = Import(certificates, certificateFile);
        try
        {
            X509Certificate2 leaf = X509Certificate2.CreateFromPem(certificates, key);
            X509Certificate2Collection others = [.. all.Skip(1)];
            return SslStreamCertificateContext.Create(leaf, others, offline: true);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new ArgumentException($"the key in '{keyPath}' is not the one of the first certificate in '{certificateFile}': {OneLine(e)}", e);
        }
    }

    private static string Read(string path, string what)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"cannot read the {what} file '{path}': {OneLine(e)}", e);
        }
    }

    private static void RequireKey(string pem, string path, bool isOwnFile)
    {
        bool isEncrypted = false;
        ReadOnlySpan<char> rest = pem;
        while (PemEncoding.TryFind(rest, out PemFields fields))
        {
            ReadOnlySpan<char> label = rest[fields.Label];
            if (label.EndsWith("PRIVATE KEY", StringComparison.Ordinal))
            {
                isEncrypted = label.StartsWith("ENCRYPTED", StringComparison.Ordinal);
                if (!isEncrypted)
                {
                    return;
                }
            }

            rest = rest[fields.Location.End..];
        }

        throw new ArgumentException(isEncrypted
            ? $"the private key in '{path}' is encrypted: decrypt it (openssl pkey -in … -out …) and guard the file by its mode"
            : $"the {(isOwnFile ? "key" : "certificate")} file '{path}' holds no private key (-----BEGIN PRIVATE KEY-----)"
                + (isOwnFile ? "" : ": name the key's file as well"));
    }

    private static X509Certificate2Collection Import(string pem, string path)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
        }
        catch (CryptographicException e)
        {
            throw new ArgumentException($"cannot read the certificate file '{path}': {OneLine(e)}", e);
        }

        return certificates.Count > 0
            ? certificates
            : throw new ArgumentException($"the certificate file '{path}' holds no PEM certificate (-----BEGIN CERTIFICATE-----)");
    }

    private static string OneLine(Exception e) => e.Message.ReplaceLineEndings(" ");
}
