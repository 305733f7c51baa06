using LoadGen.Histograms;
using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Timelines;
using LoadGen.Transport;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Http;
using LoadGen.Transport.Http.Framework;
using LoadGen.Transport.Timing;
using LoadGen.Workloads;

namespace LoadGen.Measurement.Running;

/// <summary>
/// Makes single requests, each for itself and on the way that a run's requests take, so that the stamps mean the same. Nothing is kept
/// from one to the next: each looks the name up and opens a connection of its own, and meets what a new user would.
/// </summary>
public sealed class Prober
{
    // How often a request that was given up is aborted again: a connection that was just being opened must not outlast it.
    private static readonly TimeSpan s_abortEvery = TimeSpan.FromMilliseconds(20);

    private readonly BenchOptions _options;
    private readonly IMonotonicClock _clock;
    private readonly Redactor _redactor;

    /// <summary>Prepares; nothing is sent yet.</summary>
    /// <param name="options">The target and its prompts. What is said of numbers, schedules and streams is not looked at.</param>
    /// <param name="clock">The clock of all stamps.</param>
    public Prober(BenchOptions options, IMonotonicClock clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options with { Loops = 1, Concurrency = 1, Sessions = null };
        _clock = clock;
        _redactor = Redactor.Of(options);
    }

    /// <summary>The wall clock, which servers' dates are held against, and the timer of <see cref="Limit"/>.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The longest that a request may take, looking the name up and connecting included; past it, it timed out. Null for no limit.</summary>
    public TimeSpan? Limit { get; init; }

    /// <summary>Makes one request. Never throws for what a target does: that is the request's outcome.</summary>
    /// <param name="index">Which of the workload's requests.</param>
    /// <param name="read">Takes from the timeline what is wanted; it is used again afterwards.</param>
    /// <param name="cancellation">Gives the request up: its outcome is <see cref="Outcome.Cancelled"/>.</param>
    public async Task<T> RequestAsync<T>(int index, ReadRequest<T> read, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(read);
        WorkItem item = _options.Workload[index];
        long intendedNs = _clock.NowNs;
        using var limit = new CancellationTokenSource(Limit ?? Timeout.InfiniteTimeSpan, Time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var kept = new KeptRequest<T>(timeline => Settle(timeline, limit.IsCancellationRequested && !cancellation.IsCancellationRequested), read);
        try
        {
            PinnedTarget target = await PinnedTarget.ResolveAsync(_options.Url, _options.Transport.Route, null, end.Token);
            bool isHttp2 = await HttpNegotiation.IsHttp2Async(target, _options.Transport, end.Token);
            await AskAsync(target, isHttp2, item, intendedNs, kept, end.Token);
        }
        catch (Exception e) when (e is TransportException or OperationCanceledException && !kept.IsKept)
        {
            // Before there was a connection to send it on.
            var timeline = new RequestTimeline();
            timeline.Begin(item, intendedNs);
            (timeline.Outcome, timeline.Error, timeline.EndNs) = e is TransportException failure
                ? (Outcomes.Of(failure.Error), _redactor.Clean(failure.Message), _clock.NowNs)
                : (Outcome.Cancelled, null, _clock.NowNs);
            kept.Keep(timeline, new RequestFigures(timeline), isSimulated: false);
        }

        return kept.Value;
    }

    private async Task AskAsync<T>(PinnedTarget target, bool isHttp2, WorkItem item, long intendedNs, KeptRequest<T> kept, CancellationToken end)
    {
        string path = _options.Url.AbsolutePath.TrimEnd('/') + _options.Api.PathFor(_options.Generation) + _options.Url.Query;
        var template = new HttpRequestTemplate("POST", target.RequestTarget(path), target.HostHeader, [.. _options.Headers, .. target.ProxyHeaders]);
        using var context = new RunContext(_options, target, template, isHttp2, _clock, end) { Time = Time };
        kept.IsSimulated = () => context.Simulated;
        using var live = new LiveShards();
        var about = new CollectorPhase(IsWarmup: true, intendedNs, IntervalNs: 1_000_000_000, Planned: 1, PlannedS: null, Goodput: []);
        using var collector = new Collector(about, kept, live, context.Timelines, Unwatched.Instance);
        using var phase = new RunPhase(new PhasePlan(_options.Workload, null, null, null), long.MaxValue, 1, collector, live, _clock);
        Worker worker = context.Workers[0];
        Task asked = worker.Loop.RunAsync(() => worker.RentRunner().RunAsync(phase, item, intendedNs));
        await asked.WaitAsync(end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!asked.IsCompleted)
        {
            phase.Stop();
            context.AbortAll();
            await asked.WaitAsync(s_abortEvery, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await asked;
        collector.Process(_clock.NowNs, 0, isLast: true);
    }

    // What our own limit ended was not given up by anyone: the target was too slow.
    private void Settle(RequestTimeline timeline, bool isLate)
    {
        if (isLate && timeline.Outcome == Outcome.Cancelled)
        {
            timeline.Outcome = Outcome.TimedOut;
            timeline.Error = FormattableString.Invariant($"not over within {Limit!.Value.TotalSeconds:0.###} s, connecting included");
        }
    }

    // Takes the one request from the collector.
    private sealed class KeptRequest<T>(Action<RequestTimeline> settle, ReadRequest<T> read) : IRunLog
    {
        public HdrHistogram Ttft { get; } = MetricAccumulator.NewHistogram();

        public HdrHistogram Itl { get; } = MetricAccumulator.NewHistogram();

        public bool IsKept { get; private set; }

        public Func<bool> IsSimulated { get; set; } = () => false;

        public T Value { get; private set; } = default!;

        public void Add(RequestTimeline timeline, in RequestFigures figures, long runStartNs, SteadySpan steady) => Keep(timeline, figures, IsSimulated());

        public void Keep(RequestTimeline timeline, in RequestFigures figures, bool isSimulated)
        {
            settle(timeline);
            Value = read(timeline, figures, isSimulated);
            IsKept = true;
        }

        public void Told(long nowNs)
        {
            // Nobody waits for it.
        }

        public void EndInterval(double startS, double lengthS)
        {
            // There is one request and no intervals.
        }

        public void Dispose()
        {
            // Nothing is held.
        }
    }

    private sealed class Unwatched : IRunObserver
    {
        public static Unwatched Instance { get; } = new();

        public void OnInterval(BenchSnapshot snapshot)
        {
            // Nobody looks.
        }
    }
}

/// <summary>Takes from a request what is wanted of it.</summary>
/// <param name="timeline">The request; not to be kept.</param>
/// <param name="figures">Its figures. Those from the send mean nothing where <see cref="RequestTimeline.SendNs"/> is 0.</param>
/// <param name="isSimulated">The server said that it is simulated.</param>
public delegate T ReadRequest<out T>(RequestTimeline timeline, in RequestFigures figures, bool isSimulated);
