using System.Collections.Concurrent;
using LoadGen.Histograms;
using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Timelines;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Measurement.Recording;

/// <summary>
/// The one place where finished requests come together: it adds them up, writes their lines and ends intervals. Reading threads only
/// enqueue; one collector thread calls <see cref="Process"/>.
/// </summary>
public sealed class Collector : IDisposable
{
    private readonly ConcurrentQueue<RequestTimeline> _finished = new();
    private readonly ManualResetEventSlim _over = new();
    private readonly TimelinePool _pool;
    private readonly ILiveFigures _live;
    private readonly IRunLog? _logs;
    private readonly IRunObserver _observer;
    private readonly HdrHistogram _ttft = MetricAccumulator.NewHistogram();
    private readonly HdrHistogram _itl = MetricAccumulator.NewHistogram();
    private readonly HdrHistogram _intervalTtft = MetricAccumulator.NewHistogram();
    private readonly HdrHistogram _intervalItl = MetricAccumulator.NewHistogram();
    private readonly CollectorPhase _phase;
    private long _intervalStartNs;
    private long _interval;
    private long _lastChunks;

    /// <summary>Creates the collector of one phase.</summary>
    /// <param name="phase">What the phase is.</param>
    /// <param name="logs">Where to write; null for a warm-up, which leaves no records.</param>
    /// <param name="live">The reading threads' recorders.</param>
    /// <param name="pool">Where timelines go afterwards.</param>
    /// <param name="observer">Who watches.</param>
    public Collector(CollectorPhase phase, IRunLog? logs, ILiveFigures live, TimelinePool pool, IRunObserver observer)
    {
        ArgumentNullException.ThrowIfNull(phase);
        _phase = phase;
        _logs = logs;
        _live = live;
        _pool = pool;
        _observer = observer;
        _intervalStartNs = phase.StartNs;
        Totals = new RunTotals(phase.Goodput, phase.Window);
    }

    /// <summary>The sums so far. Read it only after the last <see cref="Process"/>.</summary>
    public RunTotals Totals { get; }

    /// <summary>Finds the phase's steady state, and is to be told of its requests; null when there is none to find.</summary>
    public SteadyWindow? Window => _phase.Window;

    /// <summary>Counts the tokens of the answers' texts; null counts none.</summary>
    public ITokenCounter? Counter { get; init; }

    /// <summary>Told of each request; null for nobody.</summary>
    public IRequestWatch? Watch { get; init; }

    /// <summary>The watch has seen enough: no further request is to start.</summary>
    public bool HasEnough { get; private set; }

    /// <summary>The first failure to write, or null. Counting goes on after it.</summary>
    public IOException? WriteFailure { get; private set; }

    /// <summary>Hands a finished request over. Any thread. Wakes nobody: a wake-up would cost the event loop more than the request's end.</summary>
    public void Enqueue(RequestTimeline timeline) => _finished.Enqueue(timeline);

    /// <summary>Ends a <see cref="Wait"/>: the phase is over.</summary>
    public void Wake() => _over.Set();

    /// <summary>Waits until <paramref name="timeout"/> is over, or the phase.</summary>
    public void Wait(TimeSpan timeout) => _over.Wait(timeout);

    /// <summary>Takes in what is finished, and ends the interval when it is over.</summary>
    /// <param name="nowNs">The present time.</param>
    /// <param name="active">Requests under way, for the observer.</param>
    /// <param name="isLast">The phase is over: ends the interval whatever its length.</param>
    public void Process(long nowNs, long active, bool isLast)
    {
        while (_finished.TryDequeue(out RequestTimeline? timeline))
        {
            Count(timeline);
            var figures = new RequestFigures(timeline);
            Totals.Add(timeline, figures);
            SteadySpan steady = _phase.Window?.Span ?? default;
            Write(() => _logs?.Add(timeline, figures, _phase.StartNs, steady));
            HasEnough |= Watch?.OnFinished(timeline, figures, _phase.StartNs, steady) == false;
            _pool.Return(timeline);
        }

        Write(() => _logs?.Told(nowNs));

        // Intervals keep to their grid: the logs of several clients can be put together line by line.
        long interval = Math.Max(0, (nowNs - _phase.StartNs) / _phase.IntervalNs);
        if (isLast || interval > _interval)
        {
            _interval = interval;
            EndInterval(nowNs, active);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _over.Dispose();

    // Here and not where the answer was read: it takes longer than an event loop has.
    private void Count(RequestTimeline timeline)
    {
        if (Counter is not null && timeline.Outcome == Outcome.Completed)
        {
            timeline.CountedTokens = Counter.Count(timeline.Content) + Counter.Count(timeline.Reasoning);
        }
    }

    private void EndInterval(long nowNs, long active)
    {
        // A run that is stopped before its schedule's zero ends where it would have begun.
        nowNs = Math.Max(nowNs, _intervalStartNs);
        double seconds = (nowNs - _intervalStartNs) / 1e9;
        LiveCounts counts = _live.Drain(_intervalTtft, _intervalItl);
        TakeIn(_intervalTtft, _ttft, _logs?.Ttft);
        TakeIn(_intervalItl, _itl, _logs?.Itl);
        Write(() => _logs?.EndInterval((_intervalStartNs - _phase.StartNs) / 1e9, seconds));
        long chunks = counts.OutputChunks - _lastChunks;
        _lastChunks = counts.OutputChunks;
        double tokensPerChunk = Totals.Chunks > 0 ? (double)Totals.OutputTokens / Totals.Chunks : 1;
        _intervalStartNs = nowNs;
        _observer.OnInterval(new BenchSnapshot
        {
            IsWarmup = _phase.IsWarmup,
            ElapsedS = (nowNs - _phase.StartNs) / 1e9,
            Done = Totals.Requested,
            Failed = Totals.Failed,
            Active = active,
            Planned = _phase.Planned,
            PlannedS = _phase.PlannedS,
            TokensPerS = seconds > 0 ? chunks / seconds * tokensPerChunk : 0,
            TtftP50Ms = Percentile(_ttft, 50),
            TtftP99Ms = Percentile(_ttft, 99),
            ItlP50Ms = Percentile(_itl, 50),
            ItlP99Ms = Percentile(_itl, 99),
        });
    }

    private static void TakeIn(HdrHistogram interval, HdrHistogram sum, HdrHistogram? log)
    {
        sum.Add(interval);
        log?.Add(interval);
        interval.Reset();
    }

    private static double? Percentile(HdrHistogram histogram, double percentile) =>
        histogram.TotalCount == 0 ? null : histogram.ValueAtPercentile(percentile) * 1e-6;

    private void Write(Action write)
    {
        if (WriteFailure is not null)
        {
            return;
        }

        try
        {
            write();
        }
        catch (IOException e)
        {
            WriteFailure = e;
        }
    }
}

/// <summary>What a phase is: warm-up or measurement.</summary>
/// <param name="IsWarmup">Nothing is kept of a warm-up but its counts.</param>
/// <param name="StartNs">Its start.</param>
/// <param name="IntervalNs">Length of an interval.</param>
/// <param name="Planned">Requests it will make; null when time ends it.</param>
/// <param name="PlannedS">Seconds it starts requests for; null when a count ends it.</param>
/// <param name="Goodput">What a request must meet to count as good.</param>
public sealed record CollectorPhase(
    bool IsWarmup, long StartNs, long IntervalNs, long? Planned, double? PlannedS, IReadOnlyList<GoodputBound> Goodput)
{
    /// <summary>Finds the phase's steady state; null for a warm-up, which has none.</summary>
    public SteadyWindow? Window { get; init; }
}
