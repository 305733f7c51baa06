using LoadGen.Transport.Connections;

namespace LoadGen.Routing.Security;

/// <summary>Trust between the router and its workers: one set of settings for both ways to them, YARP's and our own.</summary>
public sealed record WorkerTls
{
    /// <summary>PEM file with the only authorities to trust; null trusts the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>PEM file with the certificate that the router shows to workers (mutual TLS); null shows none.</summary>
    public string? ClientCertificateFile { get; init; }

    /// <summary>PEM file with its key; null where the certificate's file holds it too.</summary>
    public string? ClientKeyFile { get; init; }

    /// <summary>Accept any certificate.</summary>
    public bool Insecure { get; init; }

    /// <summary>The name to look for in the workers' certificates, where it differs from their URLs' hosts.</summary>
    public string? ServerName { get; init; }

    /// <summary>Sets the trust of connections through <see cref="SocketsHttpHandler"/>: its TLS handshakes are made here from now on.</summary>
    /// <exception cref="ArgumentException">A file is missing or wrong; one line that names it.</exception>
    public void ApplyTo(SocketsHttpHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        if (this != new WorkerTls())
        {
            RequireCertificateOfKey();
            var client = new WorkerTlsClient(
                ServerName,
                Insecure,
                CaFile is null ? null : Transport.Connections.CaFile.Load(CaFile),
                ClientCertificateFile is null ? null : PemCertificate.Load(ClientCertificateFile, ClientKeyFile));
            handler.ConnectCallback = client.ConnectAsync;
        }
    }

    /// <summary>The same trust for the router's own connections. Their files are read when the first is opened: <see cref="Check"/> before.</summary>
    public TransportOptions ApplyTo(TransportOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options with
        {
            CaFile = CaFile,
            ClientCertificateFile = ClientCertificateFile,
            ClientKeyFile = ClientKeyFile,
            Insecure = Insecure,
            ServerName = ServerName,
        };
    }

    /// <summary>Reads the files to see that they are right.</summary>
    /// <exception cref="ArgumentException">A file is missing or wrong; one line that names it.</exception>
    public void Check()
    {
        using var handler = new SocketsHttpHandler();
        ApplyTo(handler);
    }

    private void RequireCertificateOfKey()
    {
        if (ClientKeyFile is not null && ClientCertificateFile is null)
        {
            throw new ArgumentException($"the key '{ClientKeyFile}' is named without its certificate: name the certificate's file as well");
        }
    }
}
