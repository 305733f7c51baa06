using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Recording;

/// <summary>
/// Everything a run adds up from its finished requests. Single-threaded: only the collector touches it. A value of a metric is recorded
/// once, inside the steady state or beside it; the whole run's metrics are both together.
/// </summary>
public sealed class RunTotals
{
    private readonly long[] _outcomes = new long[Outcomes.Count];
    private readonly MetricSet _beside = new();
    private readonly Dictionary<(Outcome, string), long> _errors = [];
    private readonly IReadOnlyList<GoodputBound> _goodput;

    /// <summary>Starts empty.</summary>
    /// <param name="goodput">What a request must meet to count as good; may be empty.</param>
    /// <param name="window">Finds the steady state; null when none is looked for.</param>
    public RunTotals(IReadOnlyList<GoodputBound> goodput, SteadyWindow? window = null)
    {
        _goodput = goodput;
        Window = window;
    }

    /// <summary>What finds the steady state; null when none is looked for.</summary>
    public SteadyWindow? Window { get; }

    /// <summary>The sums over the steady state.</summary>
    public SteadyTotals Steady { get; } = new();

    /// <summary>Exact values for InferenceX's figures.</summary>
    public InferenceXSamples InferenceX { get; } = new();

    /// <summary>What responses said of the server's limits.</summary>
    public RateLimitTotals RateLimits { get; } = new();

    /// <summary>What became of the sessions.</summary>
    public SessionTotals Sessions { get; } = new();

    /// <summary>Times to first token by what they depend on.</summary>
    public TtftBands TtftBy { get; } = new();

    /// <summary>What servers said of their prefix caches.</summary>
    public CacheTotals Cache { get; } = new();

    /// <summary>How far the counts of output tokens agree.</summary>
    public TokenTruthTotals TokenTruth { get; } = new();

    /// <summary>How far the counts of input tokens agree.</summary>
    public InputTruthTotals InputTruth { get; } = new();

    /// <summary>Requests that ended, whatever their outcome.</summary>
    public long Requested { get; private set; }

    /// <summary>Requests that completed.</summary>
    public long Completed => _outcomes[(int)Outcome.Completed];

    /// <summary>Requests that did not complete.</summary>
    public long Failed => Requested - Completed;

    /// <summary>Requests for which no connection came about, for whatever reason: nothing of them was sent.</summary>
    public long Unsent { get; private set; }

    /// <summary>Completed requests that met every goodput bound.</summary>
    public long Good { get; private set; }

    /// <summary>Prompt tokens of completed requests: the server's count where stated.</summary>
    public long InputTokens { get; private set; }

    /// <summary>Prompt tokens of completed requests, as the workload counts them.</summary>
    public long InputTokensClient { get; private set; }

    /// <summary>Output tokens of completed requests.</summary>
    public long OutputTokens { get; private set; }

    /// <summary>Output chunks of completed requests.</summary>
    public long Chunks { get; private set; }

    /// <summary>Output chunks of completed requests that shared a read with the chunk before.</summary>
    public long CoalescedChunks { get; private set; }

    /// <summary>Most output chunks of a completed request that came in one read.</summary>
    public int MaxChunksPerRead { get; private set; }

    /// <summary>Prompt tokens the server says came from its prefix cache.</summary>
    public long CachedInputTokens { get; private set; }

    /// <summary>Completed requests whose server stated usage.</summary>
    public long WithUsage { get; private set; }

    /// <summary>Completed requests whose stated output tokens differ from the chunks counted.</summary>
    public long OutputMismatches { get; private set; }

    /// <summary>Completed requests whose stated prompt tokens differ from the workload's count.</summary>
    public long InputMismatches => InputTruth.UsageAgainstClient.Differing;

    /// <summary>Requests sent on a connection that had served another.</summary>
    public long ReusedConnections { get; private set; }

    /// <summary>When the first request was due, ns; 0 before any.</summary>
    public long FirstIntendedNs { get; private set; }

    /// <summary>When the last request was due, ns; 0 before any.</summary>
    public long LastIntendedNs { get; private set; }

    /// <summary>When the last response was over, ns.</summary>
    public long LastEndNs { get; private set; }

    /// <summary>Requests that ended so.</summary>
    public long Of(Outcome outcome) => _outcomes[(int)outcome];

    /// <summary>A metric over the whole run so far: a new accumulator.</summary>
    public MetricAccumulator Metric(MetricDefinition definition)
    {
        var whole = new MetricAccumulator(definition);
        whole.Add(_beside[definition]);
        whole.Add(Steady.Metrics[definition]);
        return whole;
    }

    /// <summary>The distinct errors with their counts, most frequent first.</summary>
    public IEnumerable<(Outcome Outcome, string Message, long Count)> Errors =>
        _errors.OrderByDescending(e => e.Value).ThenBy(e => e.Key.Item2, StringComparer.Ordinal).Select(e => (e.Key.Item1, e.Key.Item2, e.Value));

    /// <summary>Adds a finished request.</summary>
    public void Add(RequestTimeline timeline, in RequestFigures figures)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        Requested++;
        _outcomes[(int)timeline.Outcome]++;
        FirstIntendedNs = FirstIntendedNs == 0 ? timeline.IntendedNs : Math.Min(FirstIntendedNs, timeline.IntendedNs);
        LastIntendedNs = Math.Max(LastIntendedNs, timeline.IntendedNs);
        LastEndNs = Math.Max(LastEndNs, timeline.EndNs);
        RateLimits.Add(timeline);
        Unsent += timeline.SendNs == 0 ? 1 : 0;
        ReusedConnections += timeline.ReusedConnection ? 1 : 0;
        SteadySpan span = Window?.Span ?? default;
        MetricSet metrics = span.Contains(timeline.SendNs) ? Steady.Metrics : _beside;
        Record(metrics, MetricRegistry.Connect, timeline.ConnectNs > 0 ? timeline.ConnectNs : -1);
        Record(metrics, MetricRegistry.Dial, timeline.DialNs > 0 ? timeline.DialNs : -1);
        Record(metrics, MetricRegistry.Proxy, timeline.ProxyNs > 0 ? timeline.ProxyNs : -1);
        Record(metrics, MetricRegistry.Tls, timeline.TlsNs > 0 ? timeline.TlsNs : -1);
        Record(metrics, MetricRegistry.Head, timeline.HeadNs > 0 ? timeline.HeadNs - timeline.SendNs : -1);
        Record(metrics, MetricRegistry.Lateness, figures.LatenessNs);
        Record(metrics, MetricRegistry.ClientLateness, figures.ClientLatenessNs);
        if (timeline.Outcome == Outcome.Completed)
        {
            AddCompleted(timeline, figures, span);
            RecordCompleted(metrics, figures);
            RecordDelays(metrics, timeline);
        }
        else
        {
            AddError(timeline);
        }

        Sessions.Add(timeline, figures);
        InferenceX.Add(timeline, figures);
    }

    private void AddCompleted(RequestTimeline timeline, in RequestFigures figures, SteadySpan span)
    {
        InputTokens += figures.InputTokens;
        InputTokensClient += timeline.Item.InputTokens;
        OutputTokens += figures.OutputTokens;
        TtftBy.Add(timeline, figures);
        Cache.Add(timeline);
        TokenTruth.Add(timeline);
        InputTruth.Add(timeline);
        Chunks += timeline.OutputChunks;
        CoalescedChunks += timeline.CoalescedChunks;
        MaxChunksPerRead = Math.Max(MaxChunksPerRead, timeline.MaxChunksPerRead);
        if (timeline.Usage is { } usage)
        {
            WithUsage++;
            CachedInputTokens += Math.Max(0, usage.CachedPromptTokens);
            OutputMismatches += usage.CompletionTokens >= 0 && timeline.OutputChunks > 0 && usage.CompletionTokens != timeline.OutputChunks ? 1 : 0;
        }

        TokenGaps.Record(timeline, figures.OutputTokens, Sink(MetricRegistry.Itl, span), Sink(MetricRegistry.ItlPerToken, span));
        bool good = true;
        foreach (GoodputBound bound in _goodput)
        {
            good &= bound.IsMet(figures);
        }

        Good += good ? 1 : 0;
        Steady.Add(timeline, figures, good, span);
    }

    private static void RecordCompleted(MetricSet metrics, in RequestFigures figures)
    {
        Record(metrics, MetricRegistry.Ttft, figures.TtftNs);
        Record(metrics, MetricRegistry.TtftIntended, figures.TtftIntendedNs);
        Record(metrics, MetricRegistry.Ttfvt, figures.TtfvtNs);
        Record(metrics, MetricRegistry.Tpot, figures.TpotNs);
        Record(metrics, MetricRegistry.E2e, figures.E2eNs);
        Record(metrics, MetricRegistry.E2eIntended, figures.E2eIntendedNs);
        Record(metrics, MetricRegistry.Interactivity, figures.InteractivityTps / MetricRegistry.Interactivity.UnitsPerRecorded);
        Record(metrics, MetricRegistry.InputTokens, figures.InputTokens);
        Record(metrics, MetricRegistry.OutputTokens, figures.OutputTokens);
    }

    private GapSink Sink(MetricDefinition metric, SteadySpan span) => new(Steady.Metrics[metric], _beside[metric], span);

    private static void RecordDelays(MetricSet metrics, RequestTimeline timeline)
    {
        foreach (long delayNs in timeline.Delays.Ns)
        {
            Record(metrics, MetricRegistry.DeliveryDelay, delayNs);
        }
    }

    private void AddError(RequestTimeline timeline)
    {
        // Bounded: a server that words every error differently must not fill the memory.
        const int MaxDistinct = 1000;
        var key = (timeline.Outcome, timeline.Error ?? Outcomes.Name(timeline.Outcome));
        if (!_errors.ContainsKey(key) && _errors.Count >= MaxDistinct)
        {
            key = (timeline.Outcome, "(further distinct errors; see records.jsonl)");
        }

        _errors[key] = _errors.GetValueOrDefault(key) + 1;
    }

    private static void Record(MetricSet metrics, MetricDefinition metric, double value)
    {
        if (value >= 0)
        {
            metrics[metric].Record(value);
        }
    }
}
