using LoadGen.Routing.Policies;
using System.Globalization;

namespace LoadGen.Routing.Settings;

/// <summary>Every number has a smallest and a largest sensible value.</summary>
internal static class NumberChecks
{
    private const double Day = 86_400;
    private const long Gigabyte = 1L << 30;

    public static void Check(CheckContext context)
    {
        RouterSettings s = context.Settings;
        foreach ((string path, double value, double min, double max) in Ranges(s))
        {
            Range(context, path, value, min, max);
        }

        // Engines (uvicorn) close a connection that was idle for 5 s; a request on its way then is lost.
        if (s.Timeouts.PoolIdleS is >= 5)
        {
            context.Add("timeouts.pool_idle_s", $"found {Text(s.Timeouts.PoolIdleS)}; accepted: 0 to below 5, because engines close their idle connections after 5 s");
        }
        else
        {
            Range(context, "timeouts.pool_idle_s", s.Timeouts.PoolIdleS, 0, 5);
        }

        if (s.Health.IntervalS > 0 && s.Health.TimeoutS > s.Health.IntervalS * s.Health.UnhealthyAfter)
        {
            context.Add("health.timeout_s", $"found {Text(s.Health.TimeoutS)}; accepted: at most interval_s × unhealthy_after, or a hanging worker is never found");
        }

        foreach ((string path, _, PoolSection pool) in context.Pools)
        {
            Pool(context, path, pool);
        }
    }

    private static (string Path, double Value, double Min, double Max)[] Ranges(RouterSettings s) =>
    [
        ("loops", s.Loops, 0, 256),
        ("heartbeat.ttl_s", s.Heartbeat?.TtlS ?? 1, 0.1, 3_600),
        ("limits.body_bytes_max", s.Limits.BodyBytesMax, 1_024, 16 * Gigabyte),
        ("limits.header_timeout_s", s.Limits.HeaderTimeoutS, 0.1, 3_600),
        ("limits.body_rate_min_bytes_s", s.Limits.BodyRateMinBytesS, 0, Gigabyte),
        ("limits.in_flight_max", s.Limits.InFlightMax, 0, 10_000_000),
        ("limits.queue_size_max", s.Limits.QueueSizeMax, 0, 10_000_000),
        ("limits.queue_timeout_s", s.Limits.QueueTimeoutS, 0.001, Day),
        ("limits.pinned_max", s.Limits.PinnedMax, 0, 10_000_000),
        ("limits.drain_timeout_s", s.Limits.DrainTimeoutS, 0, Day),
        ("timeouts.connect_s", s.Timeouts.ConnectS, 0.01, 600),
        ("timeouts.stall_s", s.Timeouts.StallS, 0.1, Day),
        ("timeouts.decode_abort_hold_s", s.Timeouts.DecodeAbortHoldS, 0, 600),
        ("timeouts.handoff_s", s.Timeouts.HandoffS, 0.1, Day),
        ("health.interval_s", s.Health.IntervalS, 0, 3_600),
        ("health.timeout_s", s.Health.TimeoutS, 0.01, 600),
        ("health.unhealthy_after", s.Health.UnhealthyAfter, 1, 1_000),
        ("health.healthy_after", s.Health.HealthyAfter, 1, 1_000),
        ("breaker.failures_to_open", s.Breaker.FailuresToOpen, 1, 1_000_000),
        ("breaker.open_s", s.Breaker.OpenS, 0.01, 3_600),
        ("breaker.trials_max", s.Breaker.TrialsMax, 1, 1_000),
        ("breaker.successes_to_close", s.Breaker.SuccessesToClose, 1, 1_000),
        ("readiness.canary_interval_s", s.Readiness.CanaryIntervalS, 0, Day),
        ("retries.attempts_max", s.Retries.AttemptsMax, 1, 10),
        ("retries.budget_ratio", s.Retries.BudgetRatio, 0, 1),
        ("retries.delay_ms", s.Retries.DelayMs, 0, 60_000),
        ("conditional.max_local_prefill_tokens", s.Conditional.MaxLocalPrefillTokens, 0, 1_000_000_000),
    ];

    private static void Pool(CheckContext context, string path, PoolSection pool)
    {
        Range(context, $"{path}.policy.load_factor", pool.Policy.LoadFactor ?? 2, 1.01, 100);
        Range(context, $"{path}.policy.match_threshold", pool.Policy.MatchThreshold ?? 0, 0, 1);
        Range(context, $"{path}.policy.balance_abs_threshold", pool.Policy.BalanceAbsThreshold ?? 0, 0, 1_000_000);
        Range(context, $"{path}.policy.balance_rel_threshold", pool.Policy.BalanceRelThreshold ?? 1, 1, 1_000);
        Range(context, $"{path}.policy.prefix_block_bytes", pool.Policy.PrefixBlockBytes ?? PolicySettings.PrefixBlockBytesMin, PolicySettings.PrefixBlockBytesMin, PolicySettings.PrefixBlockBytesMax);
        Range(context, $"{path}.policy.prefix_blocks_max", pool.Policy.PrefixBlocksMax ?? 1, 1, PolicySettings.PrefixBlocksMost);
        for (int i = 0; i < pool.Workers.Count; i++)
        {
            Peer(context, $"{path}.workers[{i}]", pool.Workers[i]);
        }

        for (int i = 0; i < pool.Dns.Count; i++)
        {
            Peer(context, $"{path}.dns[{i}]", pool.Dns[i]);
            Range(context, $"{path}.dns[{i}].port", pool.Dns[i].Port, 1, 65_535);
            Range(context, $"{path}.dns[{i}].refresh_s", pool.Dns[i].RefreshS, 0.1, Day);
        }
    }

    private static void Peer(CheckContext context, string path, PeerSection peer)
    {
        Range(context, $"{path}.bootstrap_port", peer.BootstrapPort ?? 1, 1, 65_535);
        Range(context, $"{path}.side_channel_port", peer.SideChannelPort ?? 1, 1, 65_535);
        Range(context, $"{path}.dp_size", peer.DpSize, 1, 4_096);
        Range(context, $"{path}.tp_size", peer.TpSize, 1, 4_096);
        Range(context, $"{path}.pp_size", peer.PpSize, 1, 4_096);
    }

    private static void Range(CheckContext context, string path, double value, double min, double max)
    {
        if (!(value >= min && value <= max))
        {
            context.Add(path, $"found {Text(value)}; accepted: {Text(min)} to {Text(max)}");
        }
    }

    private static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
