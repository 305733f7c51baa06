using LoadGen.Simulation.Control;

namespace LoadGen.Simulation.Serving;

/// <summary>Counts of requests, kept by the handlers' threads.</summary>
internal sealed class EngineCounters
{
    private readonly long[] _faults = new long[Enum.GetValues<FaultKind>().Length];
    private long _ordinal;
    private long _resetAt;
    private long _active;
    private long _completed;
    private long _aborted;
    private long _refused;

    /// <summary>A generation request begins.</summary>
    /// <returns>Its number since the start, which is never reused, and its number since the last reset.</returns>
    public (long Ordinal, long SinceReset) Begin()
    {
        Interlocked.Increment(ref _active);
        long ordinal = Interlocked.Increment(ref _ordinal);
        return (ordinal, ordinal - Volatile.Read(ref _resetAt));
    }

    public void End() => Interlocked.Decrement(ref _active);

    /// <summary>The number of the last request so far.</summary>
    public long LastOrdinal => Volatile.Read(ref _ordinal);

    /// <summary>Counts what became of a request.</summary>
    public void Count(RequestOutcome outcome)
    {
        switch (outcome)
        {
            case RequestOutcome.Completed or RequestOutcome.Faulted:
                Interlocked.Increment(ref _completed);
                break;
            case RequestOutcome.Aborted:
                Interlocked.Increment(ref _aborted);
                break;
            case RequestOutcome.Refused:
                Interlocked.Increment(ref _refused);
                break;
            default:
                break;
        }
    }

    public void CountFault(FaultKind kind) => Interlocked.Increment(ref _faults[(int)kind]);

    /// <summary>Counts anew from here; requests under way stay active.</summary>
    public void Reset()
    {
        Volatile.Write(ref _resetAt, Volatile.Read(ref _ordinal));
        Volatile.Write(ref _completed, 0);
        Volatile.Write(ref _aborted, 0);
        Volatile.Write(ref _refused, 0);
        for (int i = 0; i < _faults.Length; i++)
        {
            Volatile.Write(ref _faults[i], 0);
        }
    }

    public SimulatedEngineStats Snapshot(IReadOnlyCollection<Pacing.PacerTotals> totals)
    {
        var faults = Enum.GetValues<FaultKind>().Where(kind => Volatile.Read(ref _faults[(int)kind]) > 0)
            .ToDictionary(kind => kind, kind => Volatile.Read(ref _faults[(int)kind]));
        return new SimulatedEngineStats
        {
            Requests = Volatile.Read(ref _ordinal) - Volatile.Read(ref _resetAt),
            Active = Volatile.Read(ref _active),
            Completed = Volatile.Read(ref _completed),
            Aborted = Volatile.Read(ref _aborted),
            Refused = Volatile.Read(ref _refused),
            Faults = faults.Values.Sum(),
            FaultsByKind = faults,
            Tokens = totals.Sum(t => t.Tokens),
            Chunks = totals.Sum(t => t.Chunks),
            Blocked = totals.Sum(t => t.Blocked),
            Lateness = Pacing.LatenessHistogram.Summarise(totals.Select(t => t.Lateness)),
        };
    }
}
