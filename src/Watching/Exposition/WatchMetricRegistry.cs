using LoadGen.Serving.Metrics;

namespace LoadGen.Watching.Exposition;

/// <summary>Every metric of a watch: the text at <c>/metrics</c>, docs/watch.md and the tests come from here.</summary>
public static class WatchMetricRegistry
{
    private const string Prefix = "loadgen_watch_";

    internal static readonly MetricDefinition Probes = Of("probes_total", MetricType.Counter, "Probes that are over, by how they ended.", "endpoint", "outcome");

    internal static readonly MetricDefinition Ttft = Times("ttft_seconds", "From the send to the first output, of probes that completed.");

    internal static readonly MetricDefinition E2e = Times("e2e_seconds", "From the send to the last chunk, of probes that completed.");

    internal static readonly MetricDefinition Tpot = Times("tpot_seconds", "Time per output token after the first, of probes that completed.");

    internal static readonly MetricDefinition Connect = Times("connect_seconds", "Opening the connection, TLS included.");

    internal static readonly MetricDefinition LastProbe = Of("last_probe_timestamp_seconds", MetricType.Gauge, "When the endpoint's last probe was over, as Unix time.", "endpoint");

    internal static readonly MetricDefinition WindowRequests = Of(
        "window_requests", MetricType.Gauge, "Requests that an objective counts in a rolling window; of availability, spans of time.", "endpoint", "objective", "window");

    internal static readonly MetricDefinition WindowOverruns = Of(
        "window_overruns", MetricType.Gauge, "Of these, the ones that missed the objective.", "endpoint", "objective", "window");

    internal static readonly MetricDefinition BurnRate = Of(
        "burn_rate", MetricType.Gauge, "Share of overruns in a rolling window over the share that the objective allows: 1 spends the error budget exactly.", "endpoint", "objective", "window");

    internal static readonly MetricDefinition AllowedShare = Of("allowed_share", MetricType.Gauge, "The share of requests that may miss the objective.", "objective");

    internal static readonly MetricDefinition Firing = Of("alert_firing", MetricType.Gauge, "1 while the alert fires, else 0.", "alert", "endpoint", "objective");

    internal static readonly MetricDefinition Deliveries = Of("deliveries_total", MetricType.Counter, "Alerts' messages, by what became of them.", "result");

    internal static readonly MetricDefinition NotWatched = Of("not_watched_seconds_total", MetricType.Counter, "Time in which the watcher was down or held up, as found since this process began; it counts against no endpoint.");

    internal static readonly MetricDefinition Unwritten = Of("journal_unwritten_records", MetricType.Gauge, "Records that the disk has not taken yet.");

    /// <summary>All of them, in the order of the text.</summary>
    public static IReadOnlyList<MetricDefinition> All { get; } =
    [
        Probes, Ttft, E2e, Tpot, Connect, LastProbe, WindowRequests, WindowOverruns, BurnRate, AllowedShare, Firing, Deliveries, NotWatched, Unwritten,
    ];

    private static MetricDefinition Of(string name, MetricType type, string help, params string[] labels) => new() { Name = Prefix + name, Type = type, Help = help, Labels = labels };

    private static MetricDefinition Times(string name, string help) =>
        Of(name, MetricType.Histogram, help, "endpoint") with { Bounds = name.StartsWith("e2e", StringComparison.Ordinal) ? HistogramBounds.OfRequests : HistogramBounds.OfWaits };
}
