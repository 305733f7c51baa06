using LoadGen.Routing.Admission;
using LoadGen.Routing.Health;
using LoadGen.Routing.Observability.Tracing;
using LoadGen.Routing.Pairs;
using LoadGen.Routing.Policies;
using LoadGen.Routing.Security;
using LoadGen.Routing.Settings;
using LoadGen.Transport.Connections;

namespace LoadGen.Routing.Serving;

/// <summary>What the configuration says, in the words of each part of the router.</summary>
internal static class SettingsMapping
{
    // Unlimited: more requests than descriptors could ever serve.
    private const int InFlightUnlimited = 1_000_000;

    // The longest pause before another try; see RetryDelay.
    private static readonly TimeSpan RetryDelayMax = TimeSpan.FromSeconds(1);

    public static PairLimits ToPairLimits(this RouterSettings settings) => new()
    {
        Legs = new LegSettings
        {
            HandoffTimeout = Seconds(settings.Timeouts.HandoffS),
            FinishesPrefill = settings.ClientGone.Prefill == "finish",
            AbortHold = Seconds(settings.Timeouts.DecodeAbortHoldS),
        },
        AttemptsMax = settings.Retries.AttemptsMax,
        Delay = new RetryDelay(TimeSpan.FromMilliseconds(settings.Retries.DelayMs), Max(RetryDelayMax, TimeSpan.FromMilliseconds(settings.Retries.DelayMs))),
        Conditional = new ConditionalDisaggregation(settings.Conditional.MaxLocalPrefillTokens),
    };

    public static TransportOptions ToTransport(this RouterSettings settings) => settings.WorkerTls.ToTls().ApplyTo(new TransportOptions
    {
        ConnectTimeout = Seconds(settings.Timeouts.ConnectS),
        FirstByteTimeout = Seconds(settings.Timeouts.StallS),
        StallTimeout = Seconds(settings.Timeouts.StallS),
        IdleTimeout = Seconds(settings.Timeouts.PoolIdleS),
    });

    public static WorkerTls ToTls(this WorkerTlsSection tls) => new()
    {
        CaFile = tls.CaFile,
        ClientCertificateFile = tls.ClientCertificateFile,
        ClientKeyFile = tls.ClientKeyFile,
        Insecure = tls.Insecure,
        ServerName = tls.ServerName,
    };

    public static HeaderAllowList ToHeaders(this RouterSettings settings) => new(settings.Headers.Forward, checksKeys: settings.ApiKeys is not null);

    public static ListenerTls Load(this TlsSection tls) =>
        ListenerTls.Load(new ListenerTlsSettings { CertificateFile = tls.CertificateFile, KeyFile = tls.KeyFile, ClientCaFile = tls.ClientCaFile });

    public static TracingSettings ToTracing(this RouterSettings settings, Func<string, string?> variable) => new()
    {
        Endpoint = settings.Telemetry.OtlpEndpoint is { } url ? new Uri(url) : null,
        Headers = settings.Telemetry.OtlpHeadersEnv is { } name ? ReadHeaders(variable(name)) : new Dictionary<string, string>(),
    };

    public static SlowClientLimits ToClientLimits(this RouterSettings settings) => new()
    {
        HeadersTimeoutS = settings.Limits.HeaderTimeoutS,
        BodyRateMinBytesPerS = settings.Limits.BodyRateMinBytesS,
        BodyBytesMax = settings.Limits.BodyBytesMax,
    };

    public static AdmissionSettings ToAdmission(this RouterSettings settings) => new()
    {
        MaxInFlight = settings.Limits.InFlightMax == 0 ? InFlightUnlimited : settings.Limits.InFlightMax,
        QueueSizeMax = settings.Limits.QueueSizeMax,
        QueueTimeoutS = settings.Limits.QueueTimeoutS,
    };

    public static BreakerSettings ToBreaker(this RouterSettings settings) => new()
    {
        FailuresToOpen = settings.Breaker.FailuresToOpen,
        OpenS = settings.Breaker.OpenS,
        OpenSMax = Math.Max(settings.Breaker.OpenS, BreakerSettings.Default.OpenSMax),
        TrialsMax = settings.Breaker.TrialsMax,
        SuccessesToClose = settings.Breaker.SuccessesToClose,
    };

    public static ProbeSettings ToProbe(this RouterSettings settings) => new()
    {
        IntervalS = settings.Health.IntervalS,
        TimeoutS = settings.Health.TimeoutS,
        Path = settings.Health.Path,
        UnhealthyAfter = settings.Health.UnhealthyAfter,
        HealthyAfter = settings.Health.HealthyAfter,
    };

    public static ReadinessSettings ToReadiness(this RouterSettings settings) => new() { CanaryIntervalS = settings.Readiness.CanaryIntervalS };

    public static PolicySettings ToPolicy(this PoolSection? pool)
    {
        PolicySection policy = pool?.Policy ?? new PolicySection();
        var own = new PolicySettings();
        return new PolicySettings
        {
            Name = policy.Name,
            LoadFactor = policy.LoadFactor ?? own.LoadFactor,
            MatchThreshold = policy.MatchThreshold ?? own.MatchThreshold,
            BalanceAbsThreshold = policy.BalanceAbsThreshold ?? own.BalanceAbsThreshold,
            BalanceRelThreshold = policy.BalanceRelThreshold ?? own.BalanceRelThreshold,
            PrefixBlockBytes = policy.PrefixBlockBytes ?? own.PrefixBlockBytes,
            PrefixBlocksMax = policy.PrefixBlocksMax ?? own.PrefixBlocksMax,
        };
    }

    private static TimeSpan Seconds(double s) => TimeSpan.FromSeconds(s);

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    // As OTEL_EXPORTER_OTLP_HEADERS has them: name=value,name=value.
    private static Dictionary<string, string> ReadHeaders(string? text) => (text ?? "")
        .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(pair => pair.Split('=', 2, StringSplitOptions.TrimEntries))
        .Where(pair => pair.Length == 2)
        .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]), StringComparer.OrdinalIgnoreCase);
}
