using LoadGen.Transport.Loops.Native;
using LoadGen.Transport.Timing;

namespace LoadGen.Transport.Loops;

/// <summary>
/// Turns the kernel's receive times, which are wall-clock, into the run's monotonic time. The difference of the two clocks is taken
/// again every few milliseconds, so that a wall clock that is slewed moves no stamp by more than nanoseconds.
/// </summary>
internal sealed class RealtimeOffset
{
    // NTP slews by at most 500 ppm: 5 µs in this time.
    private const long RefreshNs = 10_000_000;

    // More than slewing or a preempted sample can explain: somebody set the wall clock.
    private const long StepNs = 200_000;
    private const int Samples = 3;

    private readonly IMonotonicClock _clock;
    private long _offsetNs;
    private long _nextNs;

    public RealtimeOffset(IMonotonicClock clock)
    {
        _clock = clock;
        _offsetNs = Measure();
        _nextNs = _clock.NowNs + RefreshNs;
    }

    /// <summary>How often the wall clock was set. Stamps of packets that arrived in the 10 ms before are off by the step.</summary>
    public long Steps { get; private set; }

    /// <summary>A wall-clock time on the monotonic clock.</summary>
    public long ToMonotonic(long realtimeNs) => realtimeNs - _offsetNs;

    /// <summary>Takes the difference again when it is old.</summary>
    public void Refresh(long nowNs)
    {
        if (nowNs < _nextNs)
        {
            return;
        }

        long offsetNs = Measure();
        Steps += Math.Abs(offsetNs - _offsetNs) > StepNs ? 1 : 0;
        _offsetNs = offsetNs;
        _nextNs = nowNs + RefreshNs;
    }

    // The sample whose two monotonic readings lie closest was disturbed least.
    private long Measure()
    {
        long best = 0;
        long narrowest = long.MaxValue;
        for (int i = 0; i < Samples; i++)
        {
            long before = _clock.NowNs;
            long real = Libc.ClockNs(Libc.ClockRealtime);
            long after = _clock.NowNs;
            if (after - before < narrowest)
            {
                narrowest = after - before;
                best = real - (before + ((after - before) / 2));
            }
        }

        return best;
    }
}
