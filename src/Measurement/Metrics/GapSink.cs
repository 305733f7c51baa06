using LoadGen.Measurement.Recording;

namespace LoadGen.Measurement.Metrics;

/// <summary>Where a metric's gaps go: each to one of two accumulators, by the instant at which it ends.</summary>
public readonly struct GapSink
{
    private readonly MetricAccumulator _inside;
    private readonly MetricAccumulator _outside;
    private readonly SteadySpan _span;

    /// <summary>Takes all gaps into one accumulator.</summary>
    public GapSink(MetricAccumulator all)
        : this(all, all, default)
    {
    }

    /// <summary>Keeps the gaps that end inside a span apart from the others.</summary>
    /// <param name="inside">Gets those that end inside.</param>
    /// <param name="outside">Gets the others.</param>
    /// <param name="span">The span.</param>
    public GapSink(MetricAccumulator inside, MetricAccumulator outside, SteadySpan span)
    {
        _inside = inside;
        _outside = outside;
        _span = span;
    }

    /// <summary>Records a gap.</summary>
    /// <param name="gapNs">Its length.</param>
    /// <param name="endNs">When it ended.</param>
    /// <param name="times">How often.</param>
    public void Record(double gapNs, long endNs, long times = 1) => (_span.Contains(endNs) ? _inside : _outside).Record(gapNs, times);
}
