using System.Runtime.InteropServices;

namespace LoadGen.Transport.Connections;

/// <summary>
/// Where this host keeps the certificate authorities it trusts. An OpenSSL that is linked in looks where the machine that built it
/// kept them (Debian's folder), so on RHEL and SUSE hosts it must be told.
/// </summary>
/// <param name="Path">A file or folder that exists; where the user's environment names one, that one, whether it exists or not.</param>
/// <param name="Source"><c>SSL_CERT_FILE</c>, <c>SSL_CERT_DIR</c> or <c>found</c>.</param>
public sealed partial record CertificateBundle(string Path, string Source)
{
    private const string FileVariable = "SSL_CERT_FILE";
    private const string FolderVariable = "SSL_CERT_DIR";

    // Debian and Ubuntu, then RHEL and Fedora, then SUSE, then Alpine and macOS.
    private static readonly string[] Known =
    [
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/ca-bundle.pem",
        "/etc/ssl/cert.pem",
    ];

    /// <summary>Finds the bundle in use: what the environment names, else the first known place that exists. Null when there is none.</summary>
    public static CertificateBundle? Locate() => Locate(Environment.GetEnvironmentVariable, File.Exists);

    /// <summary>
    /// Makes the found bundle the process's, by setting <c>SSL_CERT_FILE</c> where the environment names none. Call it at start, before
    /// the first TLS connection and before other threads run. Returns what <see cref="Locate()"/> found before.
    /// </summary>
    public static CertificateBundle? ApplyToProcess()
    {
        CertificateBundle? bundle = Locate();
        if (bundle is { Source: "found" } && !OperatingSystem.IsWindows())
        {
            // Environment.SetEnvironmentVariable changes .NET's copy alone; OpenSSL reads libc's.
            if (SetEnv(FileVariable, bundle.Path, overwrite: 1) != 0)
            {
                throw new InvalidOperationException($"cannot set {FileVariable} in this process");
            }

            Environment.SetEnvironmentVariable(FileVariable, bundle.Path);
        }

        return bundle;
    }

    internal static CertificateBundle? Locate(Func<string, string?> variable, Func<string, bool> exists)
    {
        foreach (string name in (string[])[FileVariable, FolderVariable])
        {
            if (variable(name) is { Length: > 0 } value)
            {
                return new CertificateBundle(value, name);
            }
        }

        string? found = Array.Find(Known, p => exists(p));
        return found is null ? null : new CertificateBundle(found, "found");
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnv(string name, string value, int overwrite);
}
