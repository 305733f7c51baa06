using LoadGen.Routing.Pairs;
using LoadGen.Serving.Metrics;

namespace LoadGen.Routing.Observability.Metrics;

/// <summary>What is counted of the legs of one kind to one worker.</summary>
internal sealed class LegSeries
{
    private readonly Counter[] _ended = [.. Enumerable.Range(0, LabelNames.OutcomeCount).Select(_ => new Counter())];

    public Counter Started { get; } = new();

    public Counter Orphaned { get; } = new();

    public Histogram Duration { get; } = new(RouterMetricRegistry.LegDuration.Bounds!);

    public Histogram FirstByte { get; } = new(RouterMetricRegistry.LegFirstByte.Bounds!);

    public Histogram Handoff { get; } = new(RouterMetricRegistry.Handoffs.Bounds!);

    // The ended ones are read first: a leg that ends in between cannot make the difference negative.
    public long Inflight
    {
        get
        {
            long ended = _ended.Sum(counter => counter.Value);
            return Started.Value - ended;
        }
    }

    public Counter Ended(LegOutcome outcome) => _ended[(int)outcome];

    public void DrainInto(LegSeries other)
    {
        for (int i = 0; i < _ended.Length; i++)
        {
            _ended[i].DrainInto(other._ended[i]);
        }

        Started.DrainInto(other.Started);
        Orphaned.DrainInto(other.Orphaned);
        Duration.DrainInto(other.Duration);
        FirstByte.DrainInto(other.FirstByte);
        Handoff.DrainInto(other.Handoff);
    }
}

/// <summary>What is counted of one worker. Workers that follow each other under one URL share it, as they share the label.</summary>
internal sealed class WorkerSeries(string label)
{
    private readonly LegSeries?[] _legs = new LegSeries?[LabelNames.LegCount];
    private volatile WorkerSeries? _successor;

    public string Label => label;

    /// <summary>Since when its worker is gone, on the metrics' clock; null while it is there.</summary>
    public long? GoneSince { get; set; }

    public bool IsIdle => Array.TrueForAll(_legs, leg => leg is null || leg.Inflight == 0);

    /// <summary>Where to count: here, or where this one was folded into.</summary>
    public LegSeries Of(Leg leg)
    {
        WorkerSeries series = _successor ?? this;
        return Volatile.Read(ref series._legs[(int)leg]) ?? series.Create(leg);
    }

    /// <summary>The legs of this kind, if there have been any.</summary>
    public LegSeries? Find(Leg leg) => Volatile.Read(ref _legs[(int)leg]);

    /// <summary>
    /// Moves all that was counted into <paramref name="other"/>, where counting goes on. A thread that has just looked here may still add
    /// a little: fold once more later.
    /// </summary>
    public void FoldInto(WorkerSeries other)
    {
        _successor = other;
        for (int i = 0; i < _legs.Length; i++)
        {
            Volatile.Read(ref _legs[i])?.DrainInto(other.Of((Leg)i));
        }
    }

    private LegSeries Create(Leg leg)
    {
        var made = new LegSeries();
        return Interlocked.CompareExchange(ref _legs[(int)leg], made, null) ?? made;
    }
}
