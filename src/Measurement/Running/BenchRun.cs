using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Results;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Http;
using LoadGen.Transport.Timing;

namespace LoadGen.Measurement.Running;

/// <summary>A whole run: target resolved, warm-up, measurement, documents.</summary>
public sealed class BenchRun
{
    // Deadlines are looked at this often: time limits are kept to within it.
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMilliseconds(10);

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

    /// <summary>Runs. The records and logs are in <paramref name="folder"/> afterwards; the documents are the caller's to write.</summary>
    /// <exception cref="Transport.TransportException">The target's name cannot be resolved, or a certificate file cannot be used.</exception>
    public async Task<RunOutcome> ExecuteAsync(RunFolder folder, CancellationToken cancellation)
    {
        PinnedTarget target = await PinnedTarget.ResolveAsync(_options.Url, null, cancellation);
        var connector = new SocketConnector(target, _options.Transport, _clock);
        using var origin = new HttpOrigin(connector, _options.Transport, _clock);
        string path = _options.Url.AbsolutePath.TrimEnd('/') + _options.Api.Path + _options.Url.Query;
        var template = new HttpRequestTemplate("POST", path, target.HostHeader, _options.Headers);
        using var context = new RunContext(_options, origin, template, _clock, cancellation);
        using var housekeeping = new Housekeeping(origin, _clock, SweepInterval);

        PhaseOutcome? warmup = null;
        if (_options.WarmupRequests > 0 && _options.Warmup is { } prompts)
        {
            warmup = await RunPhaseAsync(context, null, prompts, null, _options.WarmupRequests, null, DateTimeOffset.UtcNow);
            if (cancellation.IsCancellationRequested || warmup.Totals.Completed == 0)
            {
                return RunOutcome.WithoutMeasurement(target, warmup, cancellation.IsCancellationRequested) with { Simulated = context.Simulated };
            }
        }

        DateTimeOffset startedAt = DateTimeOffset.UtcNow;
        using var logs = new RunLogs(folder, startedAt);
        var usage = ProcessUsage.Take();
        PhaseOutcome measured = await RunPhaseAsync(context, logs, _options.Workload, _options.Arrivals, _options.Requests, _options.Duration, startedAt);
        return new RunOutcome(target, warmup, measured, cancellation.IsCancellationRequested, ProcessUsage.Take().Since(usage), origin.ConnectionsOpened, origin.ConnectionsReused)
        {
            RecordsWritten = logs.RecordsWritten,
            Simulated = context.Simulated,
        };
    }

    private async Task<PhaseOutcome> RunPhaseAsync(
        RunContext context, RunLogs? logs, Workloads.Workload workload, Workloads.ArrivalSchedule? arrivals, int? requests, TimeSpan? duration, DateTimeOffset startedAt)
    {
        bool isWarmup = logs is null;
        long startNs = _clock.NowNs + (arrivals is null ? 0 : ScheduleLeadNs);
        long endNs = duration is { } d ? startNs + (d.Ticks * 100) : long.MaxValue;
        using var live = new LiveShards();
        long? planned = requests is { } asked ? Math.Min(asked, workload.Count ?? asked) : duration is null ? workload.Count : null;
        var about = new CollectorPhase(isWarmup, startNs, _options.Interval.Ticks * 100, planned, duration?.TotalSeconds, _options.Goodput)
        {
            Window = isWarmup ? null : arrivals is null ? SteadyWindow.UnderConcurrency(_options.Concurrency ?? 1) : SteadyWindow.UnderSchedule(),
        };
        using var collector = new Collector(about, logs, live, context.Timelines, _observer);
        var phase = new RunPhase(workload, requests, endNs, _options.Concurrency, collector, live);

        ILoadDriver driver = arrivals is null
            ? new ClosedLoop(context, Math.Min(_options.Concurrency ?? 1, requests ?? int.MaxValue))
            : new OpenLoop(context, arrivals, startNs, _options.Concurrency);

        using CancellationTokenRegistration stop = context.Cancellation.Register(() =>
        {
            phase.Stop();
            context.Origin.AbortAll();
        });

        Task load = driver.RunAsync(phase);
        Task collecting = Task.Factory.StartNew(() => Collect(context, collector, phase, load), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.WhenAll(load, collecting);
        collector.Process(_clock.NowNs, 0, isLast: true);
        return new PhaseOutcome(startNs, startedAt, planned, collector.Totals, phase.TargetLost, collector.WriteFailure);
    }

    private void Collect(RunContext context, Collector collector, RunPhase phase, Task load)
    {
        while (!load.IsCompleted)
        {
            collector.Wait(CollectorWait);
            collector.Process(_clock.NowNs, phase.Active, isLast: false);
            if (context.Cancellation.IsCancellationRequested)
            {
                // Again and again: a connection that was just being rented when the run was cancelled must not outlast it.
                context.Origin.AbortAll();
            }

            if (collector.WriteFailure is not null)
            {
                // What cannot be recorded must not be asked for: requests under way are finished and counted, no other starts.
                phase.Stop();
            }
        }
    }
}
