namespace LoadGen.Workloads;

/// <summary>Makes the schedules of an open loop.</summary>
public static class Arrivals
{
    /// <summary>An open loop's schedule from what a user says: a rate, a shape and where to stop.</summary>
    /// <param name="rate">Requests a second.</param>
    /// <param name="burstiness">Shape of the gamma distribution; not used by <see cref="ArrivalShape.Constant"/>.</param>
    /// <param name="shape">How gaps are distributed.</param>
    /// <param name="count">Ends after so many arrivals; null for no such end.</param>
    /// <param name="duration">Ends before this time after the start; null for no such end.</param>
    /// <param name="seed">Fixes the gaps.</param>
    public static ArrivalSchedule Open(double rate, double burstiness, ArrivalShape shape, int? count, TimeSpan? duration, long seed)
    {
        long? durationNs = duration is { } time ? ToNs(time) : null;
        return shape switch
        {
            ArrivalShape.Constant => new ConstantArrivals(rate, count, durationNs),
            ArrivalShape.Gamma => new GammaArrivals(rate, burstiness, seed, count, durationNs),
            _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, $"The arrival shape is {shape}; it must be Constant or Gamma."),
        };
    }

    private static long ToNs(TimeSpan time) =>
        time.Ticks <= long.MaxValue / TimeSpan.NanosecondsPerTick ? time.Ticks * TimeSpan.NanosecondsPerTick : long.MaxValue;
}
