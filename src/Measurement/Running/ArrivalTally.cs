namespace LoadGen.Measurement.Running;

/// <summary>Counts what became of a schedule's arrivals, over all loops. Thread-safe.</summary>
internal sealed class ArrivalTally
{
    private long _taken;
    private long _missed;

    /// <summary>Arrivals that came due and were taken up: sent, refused, or waiting for a free stream.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>Arrivals that had come due when the run was stopped, and that no loop had taken up.</summary>
    public long Missed => Interlocked.Read(ref _missed);

    public void OnTaken() => Interlocked.Increment(ref _taken);

    public void OnMissed() => Interlocked.Increment(ref _missed);
}
