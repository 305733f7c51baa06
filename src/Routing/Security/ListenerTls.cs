using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using LoadGen.Transport.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace LoadGen.Routing.Security;

/// <summary>Files of a listener's TLS, all PEM.</summary>
public sealed record ListenerTlsSettings
{
    /// <summary>The certificate that clients see, then those between it and its authority.</summary>
    public required string CertificateFile { get; init; }

    /// <summary>Its private key, unencrypted; null where the certificate's file holds it too.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The only authorities whose clients may connect (mutual TLS); null lets anyone connect.</summary>
    public string? ClientCaFile { get; init; }
}

/// <summary>TLS of a listener, with its files read. Immutable: to take renewed certificates, load again.</summary>
public sealed class ListenerTls
{
    // Long enough for a client at the other end of the world, too short to hold connections with.
    private static readonly TimeSpan s_handshakeTimeout = TimeSpan.FromSeconds(10);

    private static readonly List<SslApplicationProtocol> s_protocols = [SslApplicationProtocol.Http11];

    private readonly SslStreamCertificateContext _certificate;
    private readonly X509ChainPolicy? _clients;

    private ListenerTls(SslStreamCertificateContext certificate, X509ChainPolicy? clients)
    {
        _certificate = certificate;
        _clients = clients;
    }

    /// <summary>Clients must show a certificate.</summary>
    public bool IsMutual => _clients is not null;

    /// <summary>When the certificate ends, in UTC.</summary>
    public DateTimeOffset ExpiresAt => _certificate.TargetCertificate.NotAfter.ToUniversalTime();

    /// <summary>Reads the files.</summary>
    /// <exception cref="ArgumentException">One of them is missing or wrong; one line that names it.</exception>
    public static ListenerTls Load(ListenerTlsSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new(
            PemCertificate.Load(settings.CertificateFile, settings.KeyFile),
            settings.ClientCaFile is { } file ? CaFile.Load(file) : null);
    }

    /// <summary>What one handshake goes by.</summary>
    public SslServerAuthenticationOptions Options() => new()
    {
        ServerCertificateContext = _certificate,
        ApplicationProtocols = s_protocols,
        ClientCertificateRequired = IsMutual,
        CertificateChainPolicy = _clients?.Clone(),
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,

        // With a client's certificate required but none sent, or a wrong one, the errors say so; without, there are none.
        RemoteCertificateValidationCallback = (_, _, _, errors) => !IsMutual || errors == SslPolicyErrors.None,
    };

    /// <summary>Makes a listener speak TLS only.</summary>
    /// <param name="listener">The listener.</param>
    /// <param name="current">Asked at each handshake: renewed certificates are taken without a restart.</param>
    public static void Use(ListenOptions listener, Func<ListenerTls> current)
    {
        ArgumentNullException.ThrowIfNull(listener);
        ArgumentNullException.ThrowIfNull(current);
        listener.UseHttps(new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = s_handshakeTimeout,
            OnConnection = _ => new ValueTask<SslServerAuthenticationOptions>(current().Options()),
        });
    }
}
