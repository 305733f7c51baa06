using LoadGen.Serving.Metrics;

namespace LoadGen.Routing.Observability.Metrics;

/// <summary>Every metric of the router: the text at <c>/metrics</c>, docs/router-metrics.md and the tests come from here.</summary>
public static class RouterMetricRegistry
{
    private const string Prefix = "loadgen_router_";

    internal static readonly MetricDefinition RequestsStarted = Counts("requests_started_total",
        "Requests of clients that were read and let in.", "api");

    internal static readonly MetricDefinition Requests = Counts("requests_total",
        "Requests of clients that are over, by the status that the client got and how it ended. Started minus over is in flight.", "api", "status", "outcome");

    internal static readonly MetricDefinition RequestsInflight = Now("requests_inflight",
        "Requests of clients under way.", "api");

    internal static readonly MetricDefinition RequestDuration = Times("request_duration_seconds", HistogramBounds.OfRequests,
        "From the request's head to the end of the client's response.", "api");

    internal static readonly MetricDefinition RequestTtft = Times("request_ttft_seconds", HistogramBounds.OfWaits,
        "From the request's head to the first byte of the response's body; requests without one are not in it.", "api");

    internal static readonly MetricDefinition Rejected = Counts("rejected_total",
        "Requests that the router itself turned down before any worker saw them.", "reason");

    internal static readonly MetricDefinition QueuedRequests = Now("queued_requests",
        "Requests that wait for room.");

    internal static readonly MetricDefinition QueueWait = Times("queue_wait_seconds", HistogramBounds.OfWaits,
        "How long requests waited for room, by how the wait ended.", "outcome");

    internal static readonly MetricDefinition Retries = Counts("retries_total",
        "Attempts after the first, each on another worker or pair.", "reason");

    internal static readonly MetricDefinition RetriesRefused = Counts("retries_refused_total",
        "Retries that the retry budget did not allow.");

    internal static readonly MetricDefinition Picks = Counts("picks_total",
        "Choices of a worker, by why that one; those that found no worker are in it with their reason.", "role", "policy", "reason");

    internal static readonly MetricDefinition PromptTokens = Counts("prompt_tokens_total",
        "Prompt tokens, as the workers' usage states them.");

    internal static readonly MetricDefinition CachedTokens = Counts("cached_prompt_tokens_total",
        "Prompt tokens that workers had in their caches, as their usage states them; part of the prompt tokens.");

    internal static readonly MetricDefinition CompletionTokens = Counts("completion_tokens_total",
        "Generated tokens, as the workers' usage states them.");

    internal static readonly MetricDefinition LegsStarted = Counts("legs_started_total",
        "Requests sent to workers. A hand-off has two legs: one to its prefill and one to its decode worker.", "worker", "leg");

    internal static readonly MetricDefinition Legs = Counts("legs_total",
        "Requests to workers that are over, by how they ended.", "worker", "leg", "outcome");

    internal static readonly MetricDefinition LegsInflight = Now("legs_inflight",
        "Requests to workers under way.", "leg");

    internal static readonly MetricDefinition LegDuration = Times("leg_duration_seconds", HistogramBounds.OfRequests,
        "From sending a request to a worker to its end, however it ended.", "worker", "leg");

    internal static readonly MetricDefinition LegFirstByte = Times("leg_first_byte_seconds", HistogramBounds.OfWaits,
        "From sending a request to a worker to the first byte of its response; legs without one are not in it.", "worker", "leg");

    internal static readonly MetricDefinition Handoffs = Times("handoff_seconds", HistogramBounds.OfWaits,
        "From the end of the prefill to the decode worker's first byte. Each hand-off is counted twice, for its prefill and for its decode worker: sum over one leg only.", "worker", "leg");

    internal static readonly MetricDefinition Orphaned = Counts("orphaned_legs_total",
        "Legs whose peer failed or whose client went away while they ran.", "worker", "leg");

    internal static readonly MetricDefinition CancelRelease = Times("cancel_release_seconds", HistogramBounds.OfCancels,
        "From the decision to end a leg until it was over.", "leg");

    internal static readonly MetricDefinition WorkerState = Now("worker_state",
        "1 for the state that the worker is in: starting, healthy, unhealthy or draining; the others are absent.", "worker", "role", "state");

    internal static readonly MetricDefinition WorkerBreaker = Now("worker_breaker_state",
        "1 for the state that the worker's circuit breaker is in: closed, open or half_open; the others are absent.", "worker", "role", "state");

    internal static readonly MetricDefinition WorkerRequests = Now("worker_requests",
        "Requests given to the worker and not over, counted from the pick.", "worker", "role");

    internal static readonly MetricDefinition WorkerTokens = Now("worker_prompt_tokens",
        "Prompt tokens (estimated) of the requests given to the worker and not over.", "worker", "role");

    internal static readonly MetricDefinition WorkerPinned = Now("worker_pinned_handoffs",
        "Hand-offs whose KV cache the prefill worker holds for a decode worker.", "worker", "role");

    internal static readonly MetricDefinition PoolWorkers = Now("pool_workers",
        "Workers in the pool, whatever their state.", "role");

    internal static readonly MetricDefinition PoolEligible = Now("pool_eligible_workers",
        "Workers in the pool that can be picked: healthy, with a breaker that is not open.", "role");

    internal static readonly MetricDefinition ConfigReloads = Counts("config_reloads_total",
        "Times that the configuration was read again: ok, or refused with the old one kept.", "result");

    internal static readonly MetricDefinition ConfigOk = Now("config_last_reload_ok",
        "1 where the configuration file as last read is the one in use, else 0.");

    internal static readonly MetricDefinition LogLines = Counts("access_log_lines_total",
        "Lines of the access log: written, dropped because the queue was full, or failed because their output refused them.", "result");

    internal static readonly MetricDefinition Spans = Counts("spans_total",
        "Sampled spans: exported, dropped because the queue was full, or failed because the collector did not take them.", "result");

    /// <summary>All of them, in the order of the text and of the documentation.</summary>
    public static IReadOnlyList<MetricDefinition> All { get; } =
    [
        RequestsStarted, Requests, RequestsInflight, RequestDuration, RequestTtft,
        Rejected, QueuedRequests, QueueWait, Retries, RetriesRefused, Picks,
        PromptTokens, CachedTokens, CompletionTokens,
        LegsStarted, Legs, LegsInflight, LegDuration, LegFirstByte, Handoffs, Orphaned, CancelRelease,
        WorkerState, WorkerBreaker, WorkerRequests, WorkerTokens, WorkerPinned, PoolWorkers, PoolEligible,
        ConfigReloads, ConfigOk, LogLines, Spans,
    ];

    private static MetricDefinition Counts(string name, string help, params string[] labels) =>
        new() { Name = Prefix + name, Type = MetricType.Counter, Help = help, Labels = labels };

    private static MetricDefinition Now(string name, string help, params string[] labels) =>
        new() { Name = Prefix + name, Type = MetricType.Gauge, Help = help, Labels = labels };

    private static MetricDefinition Times(string name, HistogramBounds bounds, string help, params string[] labels) =>
        new() { Name = Prefix + name, Type = MetricType.Histogram, Help = help, Labels = labels, Bounds = bounds };
}
