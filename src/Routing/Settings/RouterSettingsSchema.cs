using LoadGen.Configuration;

namespace LoadGen.Routing.Settings;

/// <summary>What a router's file may hold.</summary>
internal static class RouterSettingsSchema
{
    /// <summary>The type, and the values of the keys that a file leaves out.</summary>
    public static YamlSchema<RouterSettings> Instance { get; } = new(
        RouterSettingsJson.Default.RouterSettings,
        new RouterSettings(),
        new AdminSection { Listen = "" },
        new TlsSection { CertificateFile = "", KeyFile = "" },
        new WorkerTlsSection(),
        new PoolsSection(),
        new PoolSection(),
        new PolicySection(),
        new WorkerSection { Url = "" },
        new DnsSection { Name = "", Port = 0 },
        new HeartbeatSection(),
        new LimitsSection(),
        new TimeoutsSection(),
        new HealthSection(),
        new BreakerSection(),
        new ReadinessSection(),
        new RetriesSection(),
        new ClientGoneSection(),
        new ConditionalSection(),
        new AffinitySection(),
        new HeadersSection(),
        new TelemetrySection());
}
