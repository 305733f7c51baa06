namespace LoadGen.Routing.Settings;

/// <summary>What can change while the router runs, and what cannot.</summary>
internal static class RestartOnly
{
    public static IReadOnlyList<string> Differences(RouterSettings before, RouterSettings after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        (string Key, bool Differs)[] keys =
        [
            ("listen", before.Listen != after.Listen),
            ("admin", before.Admin != after.Admin),
            ("protocol", before.Protocol != after.Protocol),
            ("tls", before.Tls != after.Tls),
            ("worker_tls", before.WorkerTls != after.WorkerTls),
            ("heartbeat", before.Heartbeat != after.Heartbeat),
            ("limits.header_timeout_s", before.Limits.HeaderTimeoutS != after.Limits.HeaderTimeoutS),
            ("limits.body_rate_min_bytes_s", before.Limits.BodyRateMinBytesS != after.Limits.BodyRateMinBytesS),
            ("limits.pinned_max", before.Limits.PinnedMax != after.Limits.PinnedMax),
            ("health", before.Health != after.Health),
            ("breaker", before.Breaker != after.Breaker),
            ("readiness", before.Readiness != after.Readiness),
            ("telemetry", before.Telemetry != after.Telemetry),
            ("loops", before.Loops != after.Loops),
        ];
        return [.. keys.Where(k => k.Differs).Select(k => k.Key)];
    }
}
