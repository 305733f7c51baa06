using LoadGen.Histograms;

namespace LoadGen.Transport.Loops;

/// <summary>What a loop observed of itself between two calls of <see cref="EventLoop.TakeFigures"/>.</summary>
public sealed record LoopFigures
{
    /// <summary>Kernel's receipt → our stamp, ns: one value for each read whose receipt the kernel told.</summary>
    public required HdrHistogram DelayNs { get; init; }

    /// <summary>Stamp → everything the read brought is recorded, ns: one value for each read.</summary>
    public required HdrHistogram RecordNs { get; init; }

    /// <summary>How late the loop's own ticks ran, ns: one value each 10 ms.</summary>
    public required HdrHistogram LagNs { get; init; }

    /// <summary>Reads that brought bytes.</summary>
    public required long Reads { get; init; }

    /// <summary>Reads whose receipt the kernel did not tell; they carry the stamp.</summary>
    public required long UntimedReads { get; init; }

    /// <summary>Values that no histogram could take.</summary>
    public required long Dropped { get; init; }

    /// <summary>How often the wall clock, which the kernel stamps with, was set.</summary>
    public required long ClockSteps { get; init; }

    /// <summary>Length of the time, ns.</summary>
    public required long WallNs { get; init; }

    /// <summary>CPU time of the loop's thread, ns; behind by up to one tick.</summary>
    public required long CpuNs { get; init; }

    /// <summary>Time the loop's thread was ready to run but had no core, ns; 0 where the kernel does not tell.</summary>
    public required long RunQueueNs { get; init; }
}
