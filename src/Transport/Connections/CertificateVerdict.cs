using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace LoadGen.Transport.Connections;

/// <summary>Judges the certificate of one handshake and keeps the reason of a rejection.</summary>
internal sealed class CertificateVerdict(string host, bool insecure)
{
    /// <summary>The peer sent a certificate, so it speaks TLS.</summary>
    public bool SawCertificate { get; private set; }

    /// <summary>Why the certificate was rejected; null when it was not.</summary>
    public string? Rejection { get; private set; }

    /// <summary>What would make a rejected certificate acceptable without giving the check up.</summary>
    public string Remedy { get; private set; } = "";

    /// <summary>The validation callback.</summary>
    public bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        SawCertificate = certificate is not null;
        if (errors == SslPolicyErrors.None || insecure)
        {
            return true;
        }

        Rejection = $"{Describe(certificate, chain, errors)} ({errors})";
        Remedy = errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
            ? "give the certificate's name with --server-name" + (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) ? " and its CA with --ca-file" : "")
            : "name its CA with --ca-file";
        return false;
    }

    private string Describe(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        var reasons = new List<string>();
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            reasons.Add("it sent no certificate");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            reasons.Add($"its certificate is for {Names(certificate)}, not for '{host}'");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            IEnumerable<string> states = chain?.ChainStatus.Select(s => s.Status.ToString()).Distinct() ?? [];
            reasons.Add($"its certificate for '{host}' does not lead to a trusted authority: {string.Join(", ", states)}");
        }

        return string.Join(", and ", reasons);
    }

    private static string Names(X509Certificate? certificate)
    {
        if (certificate is not X509Certificate2 leaf)
        {
            return "another host";
        }

        X509SubjectAlternativeNameExtension? alternatives = leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        IEnumerable<string> names = alternatives is null
            ? []
            : alternatives.EnumerateDnsNames().Concat(alternatives.EnumerateIPAddresses().Select(a => a.ToString()));

        // A certificate for a content network can hold a hundred names.
        string[] first = [.. names.Take(5).Select(n => $"'{n}'")];
        return first.Length > 0 ? string.Join(", ", first) : $"'{leaf.Subject}'";
    }
}
