using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace LoadGen.Transport.Connections;

/// <summary>TLS handshakes with one target: server name, trust, and what went wrong in the user's words.</summary>
internal sealed class TlsClient
{
    private static readonly List<SslApplicationProtocol> Http11 = [SslApplicationProtocol.Http11];

    private readonly List<SslApplicationProtocol> _protocols;
    private readonly PinnedTarget _target;
    private readonly string _serverName;
    private readonly bool _insecure;
    private readonly X509ChainPolicy? _trust;
    private readonly SslStreamCertificateContext? _own;

    public TlsClient(PinnedTarget target, TransportOptions options, List<SslApplicationProtocol>? protocols = null)
    {
        _protocols = protocols ?? Http11;
        _target = target;
        _serverName = options.ServerName ?? target.Host;
        _insecure = options.Insecure;
        _trust = options.CaFile is { } file ? CaFile.Load(file) : null;
        _own = options.ClientCertificateFile is { } certificate ? PemCertificate.Load(certificate, options.ClientKeyFile) : null;
    }

    /// <summary>Shakes hands over <paramref name="wire"/>, which the returned stream owns. Fails with <see cref="TransportError.TlsFailure"/>.</summary>
    public async ValueTask<SslStream> HandshakeAsync(Stream wire, CancellationToken cancellation)
    {
        var verdict = new CertificateVerdict(_serverName, _insecure);
        var stream = new SslStream(wire, leaveInnerStreamOpen: false);
        try
        {
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = _serverName,
                    ApplicationProtocols = _protocols,
                    CertificateChainPolicy = _trust?.Clone(),
                    ClientCertificateContext = _own,
                    CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                    RemoteCertificateValidationCallback = verdict.Accept,
                },
                cancellation);
            return stream;
        }
        catch (Exception e) when (WireFailure.IsExpected(e) && e is not OperationCanceledException)
        {
            await stream.DisposeAsync();
            throw Failure(e, verdict);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private TransportException Failure(Exception e, CertificateVerdict verdict)
    {
        if (verdict.Rejection is { } reason)
        {
            return new(TransportError.TlsFailure, $"{_target.Display} is not trusted: {reason}; {verdict.Remedy}, or accept any certificate with --insecure", e);
        }

        // A failure before any certificate came: most often the peer does not speak TLS, and the library's words do not say so. A peer
        // that sends an alert (no common version or protocol, an unknown name) does.
        string cause = WireFailure.TlsCause(e);
        bool speaksTls = verdict.SawCertificate || cause.Contains(" alert ", StringComparison.Ordinal);
        string hint = speaksTls ? "" : "; is this a plain http port? Then the URL should begin with http://";
        return new(TransportError.TlsFailure, $"TLS handshake with {_target.Display} failed: {cause}{hint}", e);
    }
}
