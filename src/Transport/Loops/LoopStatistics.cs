using LoadGen.Histograms;

namespace LoadGen.Transport.Loops;

/// <summary>What a loop observes of itself: written on the loop's thread, without lock or fence; taken by any other.</summary>
internal sealed class LoopStatistics
{
    // An hour: a loop that stands still longer is not late but dead.
    private const long HighestNs = 3_600_000_000_000;
    private const int SignificantDigits = 3;

    private readonly HistogramRecorder _delay = new(1, HighestNs, SignificantDigits);
    private readonly HistogramRecorder _record = new(1, HighestNs, SignificantDigits);
    private readonly HistogramRecorder _lag = new(1, HighestNs, SignificantDigits);
    private Totals _now;
    private Totals _taken;

    /// <summary>A read with a kernel time: ns from the kernel's receipt to our stamp.</summary>
    public void OnTimedRead(long delayNs)
    {
        _now.Reads++;
        Count(_delay.TryRecord(delayNs));
    }

    /// <summary>A read whose receipt the kernel did not tell.</summary>
    public void OnUntimedRead()
    {
        _now.Reads++;
        _now.UntimedReads++;
    }

    /// <summary>What a read brought is parsed and recorded: ns from the stamp.</summary>
    public void OnRecorded(long ns) => Count(_record.TryRecord(ns));

    /// <summary>The loop's own tick ran.</summary>
    /// <param name="lagNs">ns behind its time.</param>
    /// <param name="cpuNs">CPU time of the loop's thread since it began.</param>
    /// <param name="clockSteps">How often the wall clock was set.</param>
    public void OnTick(long lagNs, long cpuNs, long clockSteps)
    {
        Count(_lag.TryRecord(lagNs));
        Volatile.Write(ref _now.CpuNs, cpuNs);
        _now.ClockSteps = clockSteps;
    }

    /// <summary>Everything since the last call. One caller at a time, any thread but the loop's.</summary>
    /// <param name="nowNs">The present time.</param>
    /// <param name="runQueueNs">Time without a core since the thread began.</param>
    public LoopFigures Take(long nowNs, long runQueueNs)
    {
        var now = new Totals
        {
            Reads = Volatile.Read(ref _now.Reads),
            UntimedReads = Volatile.Read(ref _now.UntimedReads),
            Dropped = Volatile.Read(ref _now.Dropped),
            ClockSteps = Volatile.Read(ref _now.ClockSteps),
            CpuNs = Volatile.Read(ref _now.CpuNs),
            WallNs = nowNs,
            RunQueueNs = runQueueNs,
        };
        Totals before = _taken;
        _taken = now;
        return new LoopFigures
        {
            DelayNs = _delay.SwapInterval(null),
            RecordNs = _record.SwapInterval(null),
            LagNs = _lag.SwapInterval(null),
            Reads = now.Reads - before.Reads,
            UntimedReads = now.UntimedReads - before.UntimedReads,
            Dropped = now.Dropped - before.Dropped,
            ClockSteps = now.ClockSteps - before.ClockSteps,
            WallNs = now.WallNs - before.WallNs,
            CpuNs = now.CpuNs - before.CpuNs,
            RunQueueNs = now.RunQueueNs - before.RunQueueNs,
        };
    }

    private void Count(bool recorded) => _now.Dropped += recorded ? 0 : 1;

    private struct Totals
    {
        public long Reads;
        public long UntimedReads;
        public long Dropped;
        public long ClockSteps;
        public long CpuNs;
        public long WallNs;
        public long RunQueueNs;
    }
}
