using System.Buffers;
using LoadGen.Routing.Pairs;
using LoadGen.Routing.Workers;
using LoadGen.Serving.Metrics;

namespace LoadGen.Routing.Observability.Metrics;

/// <summary>
/// All that the router counts. Thread-safe. Recording takes no lock and allocates nothing once a series exists; series exist from their
/// first record. Durations are in nanoseconds; label values (reasons, APIs, policies) are constants of the code.
/// </summary>
public sealed class RouterMetrics
{
    // Far above what the code has (some 10 reasons of some 8 policies for 3 roles), and little enough for a scrape.
    private const int SeriesMax = 256;

    private readonly Lock _scrape = new();
    private readonly LabelledSet<Counter> _requests = Counters(labels: 3);
    private readonly LabelledSet<ApiSeries> _apis = new(labels: 1, SeriesMax, () => new ApiSeries());
    private readonly LabelledSet<Counter> _rejected = Counters(labels: 1);
    private readonly LabelledSet<Counter> _retries = Counters(labels: 1);
    private readonly LabelledSet<Counter> _picks = Counters(labels: 3);
    private readonly LabelledSet<Histogram> _waits = new(labels: 1, SeriesMax, () => new Histogram(RouterMetricRegistry.QueueWait.Bounds!));
    private readonly Histogram[] _cancels =
        [.. Enumerable.Range(0, LabelNames.LegCount).Select(_ => new Histogram(RouterMetricRegistry.CancelRelease.Bounds!))];

    /// <summary>Creates metrics that are all 0.</summary>
    /// <param name="options">What bounds the number of series; null takes the defaults.</param>
    /// <param name="time">Tells how long a worker has been gone; null takes the system's.</param>
    public RouterMetrics(RouterMetricsOptions? options = null, TimeProvider? time = null)
    {
        Workers = new WorkerSeriesTable(options ?? RouterMetricsOptions.Default, time ?? TimeProvider.System);

        // Who starts has read its configuration.
        LastReloadOk.Set(1);
    }

    /// <summary>What <see cref="Write"/> writes, as the response's Content-Type.</summary>
    public static string ContentType => PrometheusText.ContentType;

    internal WorkerSeriesTable Workers { get; }

    internal Counter RetriesRefused { get; } = new();

    internal Counter Waiting { get; } = new();

    internal Counter PromptTokens { get; } = new();

    internal Counter CachedTokens { get; } = new();

    internal Counter CompletionTokens { get; } = new();

    internal Counter ReloadsOk { get; } = new();

    internal Counter ReloadsFailed { get; } = new();

    internal Counter LastReloadOk { get; } = new();

    internal OutputSeries LogLines { get; } = new();

    internal OutputSeries Spans { get; } = new();

    internal LabelledSet<Counter> Requests => _requests;

    internal LabelledSet<ApiSeries> Apis => _apis;

    internal LabelledSet<Counter> RejectedBy => _rejected;

    internal LabelledSet<Counter> RetriedFor => _retries;

    internal LabelledSet<Counter> Picks => _picks;

    internal LabelledSet<Histogram> Waits => _waits;

    /// <summary>A client's request was read and let in. <see cref="RequestEnded"/> follows once.</summary>
    /// <param name="api">The API's name, such as <c>chat</c>.</param>
    public void RequestStarted(string api) => _apis.Of(api).Started.Increment();

    /// <summary>A client's request is over.</summary>
    /// <param name="api">As it was started.</param>
    /// <param name="status">The status that the client got; 0 if it went before it got one.</param>
    /// <param name="outcome">How it ended, in the words of the access log.</param>
    /// <param name="durationNs">From its head to the end of the response.</param>
    /// <param name="ttftNs">From its head to the response's first byte; -1 without one.</param>
    public void RequestEnded(string api, int status, string outcome, long durationNs, long ttftNs)
    {
        _requests.Of(api, LabelNames.OfStatus(status), outcome).Increment();
        ApiSeries series = _apis.Of(api);
        series.Duration.Record(durationNs);
        if (ttftNs >= 0)
        {
            series.Ttft.Record(ttftNs);
        }

        series.Ended.Increment();
    }

    /// <summary>The router itself turned a request down.</summary>
    public void Rejected(string reason) => _rejected.Of(reason).Increment();

    /// <summary>A request waits for room. <see cref="Dequeued"/> follows once.</summary>
    public void Queued() => Waiting.Increment();

    /// <summary>It waits no more.</summary>
    /// <param name="outcome">How the wait ended, such as <c>admitted</c>, <c>expired</c> or <c>client_gone</c>.</param>
    /// <param name="waitedNs">How long it was.</param>
    public void Dequeued(string outcome, long waitedNs)
    {
        Waiting.Add(-1);
        _waits.Of(outcome).Record(waitedNs);
    }

    /// <summary>Another attempt is made.</summary>
    public void Retried(string reason) => _retries.Of(reason).Increment();

    /// <summary>The budget did not allow another attempt.</summary>
    public void RetryRefused() => RetriesRefused.Increment();

    /// <summary>A policy chose a worker, or found none.</summary>
    public void Picked(WorkerRole role, string policy, string reason) => _picks.Of(LabelNames.Of(role), policy, reason).Increment();

    /// <summary>A worker's usage. What it does not state is -1.</summary>
    /// <param name="promptTokens">Prompt tokens, the cached ones included.</param>
    /// <param name="cachedTokens">Prompt tokens that were in the cache.</param>
    /// <param name="completionTokens">Generated tokens.</param>
    public void Usage(long promptTokens, long cachedTokens, long completionTokens)
    {
        PromptTokens.Add(Math.Max(promptTokens, 0));
        CachedTokens.Add(Math.Max(cachedTokens, 0));
        CompletionTokens.Add(Math.Max(completionTokens, 0));
    }

    /// <summary>A request was sent to a worker. <see cref="LegEnded"/> follows once.</summary>
    public void LegStarted(Worker worker, Leg leg) => Workers.Of(worker).Of(leg).Started.Increment();

    /// <summary>A request to a worker is over.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="leg">As it was started.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="durationNs">From the send to the end.</param>
    /// <param name="firstByteNs">From the send to the response's first byte; -1 without one.</param>
    public void LegEnded(Worker worker, Leg leg, LegOutcome outcome, long durationNs, long firstByteNs)
    {
        LegSeries series = Workers.Of(worker).Of(leg);
        series.Duration.Record(durationNs);
        if (firstByteNs >= 0)
        {
            series.FirstByte.Record(firstByteNs);
        }

        series.Ended(outcome).Increment();
    }

    /// <summary>A KV cache has moved from one worker to another.</summary>
    /// <param name="prefill">Where it came from.</param>
    /// <param name="decode">Where it went.</param>
    /// <param name="ns">From the end of the prefill to the decode worker's first byte.</param>
    public void HandoffCompleted(Worker prefill, Worker decode, long ns)
    {
        Workers.Of(prefill).Of(Leg.Prefill).Handoff.Record(ns);
        Workers.Of(decode).Of(Leg.Decode).Handoff.Record(ns);
    }

    /// <summary>The peer of a leg failed, or its client went away, while it ran.</summary>
    public void Orphaned(Worker worker, Leg leg) => Workers.Of(worker).Of(leg).Orphaned.Increment();

    /// <summary>A leg that the router decided to end is over.</summary>
    /// <param name="leg">Which one.</param>
    /// <param name="ns">From the decision until it was over.</param>
    public void CancelReleased(Leg leg, long ns) => _cancels[(int)leg].Record(ns);

    /// <summary>The configuration was read again.</summary>
    /// <param name="ok">It is in use now; else it was refused and the old one stays.</param>
    public void ConfigReload(bool ok)
    {
        (ok ? ReloadsOk : ReloadsFailed).Increment();
        LastReloadOk.Set(ok ? 1 : 0);
    }

    /// <summary>Writes all metrics in Prometheus' text format.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="fleet">The workers whose state is written too; null without them.</param>
    public void Write(IBufferWriter<byte> output, Fleet? fleet)
    {
        ArgumentNullException.ThrowIfNull(output);

        // Two scrapers at once: folding is for one at a time.
        lock (_scrape)
        {
            new RouterMetricsText(this, output, fleet).Write();
        }
    }

    internal Histogram Cancels(Leg leg) => _cancels[(int)leg];

    private static LabelledSet<Counter> Counters(int labels) => new(labels, SeriesMax, () => new Counter());
}

/// <summary>What is counted of the requests of one API.</summary>
internal sealed class ApiSeries
{
    public Counter Started { get; } = new();

    public Counter Ended { get; } = new();

    public Histogram Duration { get; } = new(RouterMetricRegistry.RequestDuration.Bounds!);

    public Histogram Ttft { get; } = new(RouterMetricRegistry.RequestTtft.Bounds!);

    // The ended ones are read first: a request that ends in between cannot make the difference negative.
    public long Inflight
    {
        get
        {
            long ended = Ended.Value;
            return Started.Value - ended;
        }
    }
}

/// <summary>What became of what an output was given.</summary>
internal sealed class OutputSeries
{
    public Counter Done { get; } = new();

    public Counter Dropped { get; } = new();

    public Counter Failed { get; } = new();
}
