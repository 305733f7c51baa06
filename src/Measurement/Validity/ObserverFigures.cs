using LoadGen.Histograms;

namespace LoadGen.Measurement.Validity;

/// <summary>What the client observed of itself over the measured phase, all its loops together.</summary>
public sealed record ObserverFigures
{
    // A loop that waits for its core as long as it runs there shares it with one busy thread: 0.49–0.55 measured. One alone on its core waits
    // at most 0.04 (docs/validity.md).
    private const double WaitingIsCause = 0.25;

    /// <summary>Where a read's time comes from: <c>kernel</c> (its arrival) or <c>user</c> (our own clock, after the read).</summary>
    public required string Clock { get; init; }

    /// <summary>How bytes were received: <c>io_uring</c>, <c>epoll</c> or <c>sockets</c>.</summary>
    public required string Transport { get; init; }

    /// <summary>Event loops.</summary>
    public required int Loops { get; init; }

    /// <summary>Arrival in the kernel → stamp, ns, one value a read. Empty where the kernel's time is not known.</summary>
    public required HdrHistogram DelayNs { get; init; }

    /// <summary>Stamp → recorded, ns, one value a read.</summary>
    public required HdrHistogram RecordNs { get; init; }

    /// <summary>How late the loops' own ticks (one each 10 ms) ran, ns.</summary>
    public required HdrHistogram LagNs { get; init; }

    /// <summary>CPU time of the whole process over the phase, s.</summary>
    public required double CpuS { get; init; }

    /// <summary>Of the busiest loop: CPU time of its thread / wall time, 0–1.</summary>
    public required double CpuShare { get; init; }

    /// <summary>Of the most starved loop: time it was ready to run but not running / wall time, 0–1.</summary>
    public required double RunQueueShare { get; init; }

    /// <summary>Values that no histogram could take, and arrival times that were lost.</summary>
    public required long Dropped { get; init; }

    /// <summary>Reads that brought bytes.</summary>
    public long Reads { get; init; }

    /// <summary>Reads whose arrival the kernel did not tell: they carry our own clock.</summary>
    public long UntimedReads { get; init; }

    /// <summary>How often the wall clock, by which the kernel stamps, was set.</summary>
    public long ClockSteps { get; init; }

    /// <summary>The user insists on the kernel's times.</summary>
    public bool KernelClockAsked { get; init; }

    /// <summary>Of the most starved loop: time that it waited for its core / time that it wanted it, 0–1; not a number when it never did, or nobody knows.</summary>
    public double WaitingShare => RunQueueShare / (RunQueueShare + CpuShare);

    /// <summary>A loop shares its core with something as busy as itself.</summary>
    public bool IsKeptWaiting => WaitingShare > WaitingIsCause;
}
