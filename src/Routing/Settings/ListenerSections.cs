namespace LoadGen.Routing.Settings;

/// <summary><c>admin</c>: the listener of the admin API and of <c>/metrics</c>.</summary>
public sealed record AdminSection
{
    /// <summary>Where it listens: <c>address:port</c>. Anything but a loopback address needs a token.</summary>
    public required string Listen { get; init; }

    /// <summary>The environment variable that holds the token.</summary>
    public string? TokenEnv { get; init; }

    /// <summary>The file that holds the token, in one line.</summary>
    public string? TokenFile { get; init; }
}

/// <summary><c>api_keys</c>: the keys that clients must show.</summary>
public sealed record ApiKeysSection
{
    /// <summary>Their SHA-256 hashes in hexadecimal, one a line; <c>#</c> begins a comment.</summary>
    public required string File { get; init; }
}

/// <summary><c>tls</c>: TLS of the public listener.</summary>
public sealed record TlsSection
{
    /// <summary>PEM file of the server's certificate and its chain.</summary>
    public required string CertificateFile { get; init; }

    /// <summary>PEM file of its private key.</summary>
    public required string KeyFile { get; init; }

    /// <summary>PEM file of the authorities whose certificates clients must show (mTLS); null: clients need none.</summary>
    public string? ClientCaFile { get; init; }
}

/// <summary><c>worker_tls</c>: TLS to the workers.</summary>
public sealed record WorkerTlsSection
{
    /// <summary>PEM file of the only authorities to trust; null: the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>PEM file of the certificate that the router shows (mTLS).</summary>
    public string? ClientCertificateFile { get; init; }

    /// <summary>PEM file of that certificate's private key.</summary>
    public string? ClientKeyFile { get; init; }

    /// <summary>Accept any certificate.</summary>
    public bool Insecure { get; init; }

    /// <summary>The name to look for in the workers' certificates, where it differs from their URL's host.</summary>
    public string? ServerName { get; init; }
}

/// <summary><c>heartbeat</c>: the listener at which P2pNccl and MoRI-IO workers register themselves.</summary>
public sealed record HeartbeatSection
{
    /// <summary>Where it listens: <c>address:port</c>. The protocol has no authentication: keep it inside the workers' network.</summary>
    public string Listen { get; init; } = "0.0.0.0:30001";

    /// <summary>How long a worker that says nothing stays registered, in seconds. vLLM's workers speak every 3 s.</summary>
    public double TtlS { get; init; } = 5;
}
