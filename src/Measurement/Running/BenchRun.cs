using LoadGen.Histograms;
using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Running.Sessions;
using LoadGen.Measurement.Validity;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Http;
using LoadGen.Transport.Http.Framework;
using LoadGen.Transport.Timing;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Measurement.Running;

/// <summary>A whole run: target resolved, warm-up, measurement, documents.</summary>
public sealed class BenchRun
{
    // How long the collector waits for work before it looks at its interval.
    private static readonly TimeSpan CollectorWait = TimeSpan.FromMilliseconds(20);

    // The schedule's zero lies this far ahead, so that its first request is not late because threads are still starting.
    private const long ScheduleLeadNs = 20_000_000;

    private readonly BenchOptions _options;
    private readonly IRunObserver _observer;
    private readonly IMonotonicClock _clock;

    /// <summary>Prepares a run; nothing happens yet.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="observer">Who watches.</param>
    /// <param name="clock">The run's clock.</param>
    public BenchRun(BenchOptions options, IRunObserver observer, IMonotonicClock clock)
    {
        _options = options;
        _observer = observer;
        _clock = clock;
    }

    /// <summary>The wall clock, which servers' dates are held against.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Told where the measurement begins and ends; null for nobody.</summary>
    public IRunWindow? Window { get; init; }

    /// <summary>Told of each measured request, and may end the run; null for nobody.</summary>
    public IRequestWatch? Watch { get; init; }

    /// <summary>Runs. The records and logs are in <paramref name="folder"/> afterwards; the documents are the caller's to write.</summary>
    /// <exception cref="Transport.TransportException">The target's name cannot be resolved, or a certificate file cannot be used.</exception>
    public Task<RunOutcome> ExecuteAsync(RunFolder folder, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return ExecuteAsync(folder, null, cancellation);
    }

    /// <summary>Runs as one of several clients. Nothing is written; the run's steady state and figures are of this client alone.</summary>
    /// <param name="gate">Where this client waits for the others, and where its requests go.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="Transport.TransportException">The target's name cannot be resolved, or a certificate file cannot be used.</exception>
    /// <exception cref="OperationCanceledException">There will be no measurement.</exception>
    /// <exception cref="DatasetFormatException">The dataset could not be read any more before the measurement began.</exception>
    public Task<RunOutcome> ExecuteAsync(IRunGate gate, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(gate);
        return ExecuteAsync(null, gate, cancellation);
    }

    private async Task<RunOutcome> ExecuteAsync(RunFolder? folder, IRunGate? gate, CancellationToken cancellation)
    {
        PinnedTarget target = await PinnedTarget.ResolveAsync(_options.Url, _options.Transport.Route, null, cancellation);
        string path = _options.Url.AbsolutePath.TrimEnd('/') + _options.Api.PathFor(_options.Generation) + _options.Url.Query;
        var template = new HttpRequestTemplate("POST", target.RequestTarget(path), target.HostHeader, [.. _options.Headers, .. target.ProxyHeaders]) { OwnHeader = _options.Sessions?.Header };
        bool isHttp2 = await HttpNegotiation.IsHttp2Async(target, _options.Transport, cancellation);
        using var context = new RunContext(_options, target, template, isHttp2, _clock, cancellation) { Time = Time };

        if (gate is not null)
        {
            await gate.WarmUpAsync(cancellation);
        }

        PhaseOutcome? warmup = null;
        if (_options.WarmupRequests > 0 && _options.Warmup is { } prompts)
        {
            var before = new PhasePlan(prompts, null, _options.WarmupRequests, null) { Share = _options.Share };
            warmup = await RunPhaseAsync(context, new PhaseRecord(false, DateTimeOffset.UtcNow, null, null, gate), before);
            if (gate is not null && warmup.SourceFailure is { } lost)
            {
                throw lost;
            }

            if (gate is null && (cancellation.IsCancellationRequested || warmup.Totals.Completed == 0 || warmup.SourceFailure is not null))
            {
                return RunOutcome.WithoutMeasurement(target, warmup, cancellation.IsCancellationRequested) with { Simulated = context.Simulated };
            }
        }

        using SessionFeed? feed = _options.Sessions is { } sessions
            ? await SessionFeed.OpenAsync(sessions, _options.Share, sessions.IsOpen ? context.Workers.Count : 1, cancellation)
            : null;
        context.Sessions = feed;
        Window?.Opening();
        DateTimeOffset startedAt = DateTimeOffset.UtcNow;
        using RunLogs? logs = folder is null ? null : new RunLogs(folder, startedAt);
        var plan = new PhasePlan(_options.Workload, _options.Arrivals, _options.Requests, _options.Duration) { Share = _options.Share, Sessions = _options.Sessions };
        int streams = plan.Slots(_options.Concurrency);
        await context.ReserveAsync(streams);
        using var hold = new CollectionHold(streams);
        long? startNs = gate is null ? null : await gate.StartAsync(warmup, cancellation);
        var usage = ProcessUsage.Take();
        context.TakeFigures();
        PhaseOutcome measured = await RunPhaseAsync(context, new PhaseRecord(true, startedAt, startNs, logs, gate), plan);
        ProcessUsage used = ProcessUsage.Take().Since(usage);
        Window?.Closed();
        return new RunOutcome(target, warmup, measured, cancellation.IsCancellationRequested, used, context.ConnectionsOpened, context.ConnectionsReused)
        {
            ConnectionsByAddress = context.ConnectionsByAddress(),
            RecordsWritten = logs?.RecordsWritten ?? 0,
            Simulated = context.Simulated,
            Observer = ObserverTally.Sum(context.TakeFigures(), context.Transport, _options.Loop.Clock, used.CpuS),
            Arrivals = measured.Arrivals is { } arrivals ? Count(arrivals, measured.Totals) : null,
        };
    }

    private ArrivalCounts Count(ArrivalTally arrivals, RunTotals totals)
    {
        // The schedule's gaps: those of one client among several are so many times as long.
        double meanGapMs = totals.Requested > 1 ? (totals.LastIntendedNs - totals.FirstIntendedNs) / 1e6 / (totals.Requested - 1) / _options.Share.Count : 0;
        long boundNs = (long)(_options.Validity.LatenessBoundMs(meanGapMs) * 1e6);
        HdrHistogram lateness = totals.Metric(MetricRegistry.ClientLateness).Histogram;
        return new ArrivalCounts(
            arrivals.Taken + arrivals.Missed,
            totals.Requested - totals.Unsent,
            lateness.TotalCount - lateness.CountBetween(0, Math.Min(boundNs, lateness.HighestTrackableValue)),
            arrivals.Missed);
    }

    private async Task<PhaseOutcome> RunPhaseAsync(RunContext context, PhaseRecord record, PhasePlan plan)
    {
        long startNs = record.StartNs ?? (_clock.NowNs + (plan.IsScheduled ? ScheduleLeadNs : 0));
        long endNs = plan.Duration is { } d ? startNs + (d.Ticks * 100) : long.MaxValue;
        using var live = new LiveShards();
        var about = new CollectorPhase(!record.IsMeasured, startNs, _options.Interval.Ticks * 100, plan.Planned, plan.Duration?.TotalSeconds, _options.Goodput)
        {
            Window = !record.IsMeasured ? null : plan.Window(_options.Concurrency),
        };
        using IRunLog? told = record.Gate is not { } gate ? null : record.IsMeasured ? gate.Measure(about.Window, () => context.Simulated) : gate.WarmUp(() => context.Simulated);
        using var collector = new Collector(about, told ?? record.Logs, live, context.Timelines, _observer)
        {
            Counter = _options.TokenCounter,
            Watch = record.IsMeasured ? Watch : null,
        };
        using var phase = new RunPhase(plan, endNs, _options.Concurrency, collector, live, _clock);

        ILoadDriver driver = Driver(context, plan, startNs, record.IsMeasured ? _options.RampUp : null);

        using CancellationTokenRegistration stop = context.Cancellation.Register(() =>
        {
            phase.Stop();
            context.AbortAll();
        });

        Task load = driver.RunAsync(phase);
        Task collecting = Task.Factory.StartNew(() => Collect(context, collector, phase, load), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await load.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (load.IsFaulted)
        {
            // The other slots are still at work: none of them may go on, or its loop never ends.
            phase.Stop();
        }

        collector.Wake();
        await Task.WhenAll(load, collecting);
        collector.Process(_clock.NowNs, 0, isLast: true);
        return new PhaseOutcome(startNs, record.StartedAt, plan.Planned, collector.Totals, phase.TargetLost, collector.WriteFailure)
        {
            SourceFailure = phase.SourceFailure,
            Arrivals = driver switch { OpenLoop open => open.Tally, SessionArrivals sessions => sessions.Tally, _ => null },
        };
    }

    private ILoadDriver Driver(RunContext context, PhasePlan plan, long startNs, TimeSpan? rampUp) => plan switch
    {
        { Sessions.IsOpen: true } => new SessionArrivals(context, startNs, _options.Concurrency),
        { Sessions: not null } => new SessionLoop(context, plan.Slots(_options.Concurrency), rampUp, startNs),
        { Arrivals: { } arrivals } => new OpenLoop(context, arrivals, startNs, _options.Concurrency),
        _ => new ClosedLoop(context, plan.Slots(_options.Concurrency), rampUp, startNs),
    };

    private void Collect(RunContext context, Collector collector, RunPhase phase, Task load)
    {
        // A thousand requests that end at once make a tenth of a second of work, which must not hold up a loop on the same core.
        ThreadPriorities.StandBack();
        while (!load.IsCompleted)
        {
            collector.Wait(CollectorWait);
            collector.Process(_clock.NowNs, phase.Active, isLast: false);
            if (context.Cancellation.IsCancellationRequested)
            {
                // Again and again: a connection that was just being rented when the run was cancelled must not outlast it.
                context.AbortAll();
            }

            if ((collector.WriteFailure is not null || collector.HasEnough) && !phase.IsStopped)
            {
                // What cannot be recorded must not be asked for, nor what nobody needs: requests under way are finished and counted, no other starts.
                phase.Stop();
            }
        }
    }

    // Whether a phase is measured, since when, where its requests are written, and who waits for it.
    private sealed record PhaseRecord(bool IsMeasured, DateTimeOffset StartedAt, long? StartNs, RunLogs? Logs, IRunGate? Gate);
}
