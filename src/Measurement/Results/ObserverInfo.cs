using System.Text.Json.Serialization;
using LoadGen.Histograms;
using LoadGen.Measurement.Validity;
using LoadGen.Transport.Http.Framework;

namespace LoadGen.Measurement.Results;

/// <summary>What the client observed of itself over the measurement.</summary>
/// <param name="Clock">Where a read's time comes from: <c>kernel</c> or <c>user</c>.</param>
/// <param name="Transport">How bytes were received: <c>epoll</c>, or <c>framework HTTP/2</c>.</param>
/// <param name="Loops">Event loops.</param>
/// <param name="DelayUs">Arrival in the kernel − stamp, one value a read.</param>
/// <param name="RecordUs">Stamp − recorded, one value a read.</param>
/// <param name="LoopLagUs">How late the loops' own ticks ran.</param>
/// <param name="CpuPerTokenUs">CPU time of the process / output tokens of completed requests, µs; null without tokens.</param>
/// <param name="CpuShare">Of the busiest loop: CPU time / wall time; null where not known.</param>
/// <param name="RunQueueShare">Of the most starved loop: time ready to run but not running / wall time; null where not known.</param>
/// <param name="Dropped">Values that no histogram could take, and arrival times that were lost.</param>
/// <param name="Reads">Reads that brought bytes.</param>
/// <param name="UntimedReads">Of these, the ones whose arrival the kernel did not tell.</param>
public sealed record ObserverInfo(
    string Clock, string Transport, int Loops, DelayInfo DelayUs, DelayInfo RecordUs, DelayInfo LoopLagUs,
    double? CpuPerTokenUs, double? CpuShare, double? RunQueueShare, long Dropped, long Reads, long UntimedReads)
{
    /// <summary>The same in full: <c>user (framework HTTP/2)</c> where the framework's client reads, whose figures are not in the three delays.</summary>
    public string ClockSource { get; init; } = Clock;

    /// <summary>Puts the figures into the document's units.</summary>
    /// <param name="figures">What was observed.</param>
    /// <param name="outputTokens">Output tokens of completed requests.</param>
    public static ObserverInfo Of(ObserverFigures figures, long outputTokens)
    {
        ArgumentNullException.ThrowIfNull(figures);
        return new ObserverInfo(
            figures.Clock,
            figures.Transport,
            figures.Loops,
            DelayInfo.Of(figures.DelayNs),
            DelayInfo.Of(figures.RecordNs),
            DelayInfo.Of(figures.LagNs),
            outputTokens > 0 ? figures.CpuS * 1e6 / outputTokens : null,
            Known(figures.CpuShare),
            Known(figures.RunQueueShare),
            figures.Dropped,
            figures.Reads,
            figures.UntimedReads)
        {
            ClockSource = figures.Transport == Http2Origin.Transport ? $"{figures.Clock} ({figures.Transport})" : figures.Clock,
        };
    }

    // JSON has no other numbers; the verdict calls such a figure past its bound.
    private static double? Known(double share) => double.IsFinite(share) ? share : null;
}

/// <summary>A delay of the client's own, µs; null where nothing was recorded.</summary>
/// <param name="P50">Median.</param>
/// <param name="P99">99th percentile.</param>
/// <param name="P999">99.9th percentile.</param>
/// <param name="Max">Longest.</param>
/// <param name="Count">Values.</param>
public sealed record DelayInfo(double? P50, double? P99, [property: JsonPropertyName("p99_9")] double? P999, double? Max, long Count)
{
    private const double UsPerNs = 1e-3;

    /// <summary>Summarises a histogram of ns.</summary>
    public static DelayInfo Of(HdrHistogram histogramNs)
    {
        ArgumentNullException.ThrowIfNull(histogramNs);
        return histogramNs.TotalCount == 0
            ? new DelayInfo(null, null, null, null, 0)
            : new DelayInfo(At(histogramNs, 50), At(histogramNs, 99), At(histogramNs, 99.9), histogramNs.Max * UsPerNs, histogramNs.TotalCount);
    }

    private static double At(HdrHistogram histogramNs, double percentile) => histogramNs.ValueAtPercentile(percentile) * UsPerNs;
}
