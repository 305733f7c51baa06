using System.Diagnostics;

namespace LoadGen.Transport.Timing;

/// <summary>The machine's monotonic clock (<c>CLOCK_MONOTONIC</c> on Linux), in nanoseconds. One read costs about 22 ns.</summary>
public sealed class MonotonicClock : IMonotonicClock
{
    private static readonly double NsPerTick = 1e9 / Stopwatch.Frequency;

    private MonotonicClock()
    {
    }

    /// <summary>The only instance: every stamp in a process comes from the same clock.</summary>
    public static MonotonicClock Instance { get; } = new();

    /// <inheritdoc/>
    public long NowNs => Stopwatch.Frequency == 1_000_000_000L
        ? Stopwatch.GetTimestamp()
        : (long)(Stopwatch.GetTimestamp() * NsPerTick);
}
