using LoadGen.Histograms;
using LoadGen.Measurement.Validity;

namespace LoadGen.Measurement.Tests.Support;

/// <summary>What clients that never ran observed of themselves.</summary>
internal static class Observed
{
    /// <summary>Every delay is 0.1 ms; a loop at 40% of its core; nothing in its way.</summary>
    public static ObserverFigures Healthy { get; } = new()
    {
        Clock = "kernel",
        Transport = "epoll",
        Loops = 2,
        DelayNs = Ns(100_000),
        RecordNs = Ns(5_000),
        LagNs = Ns(200_000),
        CpuS = 0.06,
        CpuShare = 0.4,
        RunQueueShare = 0.01,
        Dropped = 0,
    };

    /// <summary>Medians of a common run, ms.</summary>
    public static MedianLatencies Latencies { get; } = new(TtftMs: 100, ItlMs: 20, ItlPerTokenMs: 20, E2eMs: 2000);

    /// <summary>A histogram that holds 100 values, the p99 of which is <paramref name="ns"/> (to three digits).</summary>
    public static HdrHistogram Ns(long ns)
    {
        HdrHistogram histogram = Empty();
        histogram.TryRecord(ns / 2, 98);
        histogram.TryRecord(ns, 2);
        return histogram;
    }

    public static HdrHistogram Empty() => new(1, 86_400_000_000_000, 3);

    /// <summary>The verdict; with so many chunks in shared reads, unless said otherwise, that the delay is in their times.</summary>
    public static ValidityInfo Judge(
        ObserverFigures? observer, MedianLatencies? latencies = null, ArrivalCounts? arrivals = null, ValidityBounds? bounds = null, bool measured = true,
        double? sharedReads = 0.02) =>
        ValidityJudge.Judge(
            new ValidityInputs
            {
                Measured = measured, Observer = observer, Arrivals = arrivals, SharedReadShare = sharedReads, Latencies = latencies ?? Latencies,
            },
            bounds ?? ValidityBounds.Default);
}
