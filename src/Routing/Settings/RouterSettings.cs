namespace LoadGen.Routing.Settings;

/// <summary>
/// The router's configuration file, key for key (<c>BodyBytesMax</c> is <c>body_bytes_max</c>). Units stand last in names: <c>_s</c> seconds,
/// <c>_ms</c> milliseconds, <c>_bytes</c> bytes. Files are named by full paths once the file has been read.
/// </summary>
public sealed record RouterSettings
{
    /// <summary>Where clients connect: <c>address:port</c>.</summary>
    public string Listen { get; init; } = "0.0.0.0:8000";

    /// <summary>The listener of the admin API and of <c>/metrics</c>; null: there is none.</summary>
    public AdminSection? Admin { get; init; }

    /// <summary>The hand-off between prefill and decode workers; null: all workers are aggregated.</summary>
    public string? Protocol { get; init; }

    /// <summary>The keys that clients must show; null: open to all.</summary>
    public ApiKeysSection? ApiKeys { get; init; }

    /// <summary>TLS of the public listener; null: plain HTTP.</summary>
    public TlsSection? Tls { get; init; }

    /// <summary>TLS to workers whose URL begins with <c>https</c>.</summary>
    public WorkerTlsSection WorkerTls { get; init; } = new();

    /// <summary>The workers.</summary>
    public PoolsSection Pools { get; init; } = new();

    /// <summary>The listener at which P2pNccl and MoRI-IO workers register themselves; null: there is none.</summary>
    public HeartbeatSection? Heartbeat { get; init; }

    /// <summary>How much the router takes on.</summary>
    public LimitsSection Limits { get; init; } = new();

    /// <summary>How long it waits for workers.</summary>
    public TimeoutsSection Timeouts { get; init; } = new();

    /// <summary>How workers are probed.</summary>
    public HealthSection Health { get; init; } = new();

    /// <summary>When requests are kept away from a failing worker.</summary>
    public BreakerSection Breaker { get; init; } = new();

    /// <summary>When the router calls itself ready.</summary>
    public ReadinessSection Readiness { get; init; } = new();

    /// <summary>How often a request is tried.</summary>
    public RetriesSection Retries { get; init; } = new();

    /// <summary>What becomes of a request whose client has gone.</summary>
    public ClientGoneSection ClientGone { get; init; } = new();

    /// <summary>Which requests skip the prefill workers.</summary>
    public ConditionalSection Conditional { get; init; } = new();

    /// <summary>What keeps a client's requests together.</summary>
    public AffinitySection Affinity { get; init; } = new();

    /// <summary>Which headers reach the workers.</summary>
    public HeadersSection Headers { get; init; } = new();

    /// <summary>What the router tells of its requests.</summary>
    public TelemetrySection Telemetry { get; init; } = new();

    /// <summary>Event loops for coupled requests; 0: by the number of cores.</summary>
    public int Loops { get; init; }

    /// <summary>
    /// The keys that differ and take effect at the next start only. Everything else (pools, workers, policies, other limits, timeouts, retries,
    /// conditional, affinity, headers, api_keys) can change while the router runs.
    /// </summary>
    public static IReadOnlyList<string> RestartOnlyDifferences(RouterSettings before, RouterSettings after) => RestartOnly.Differences(before, after);
}
