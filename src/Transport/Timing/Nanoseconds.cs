namespace LoadGen.Transport.Timing;

/// <summary>Durations as the monotonic clock counts them.</summary>
public static class Nanoseconds
{
    /// <summary>A duration in ns.</summary>
    public static long Of(TimeSpan time) => time.Ticks * TimeSpan.NanosecondsPerTick;
}
