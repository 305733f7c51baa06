namespace LoadGen.Workloads;

/// <summary>
/// When requests are due: a deterministic sequence of offsets from the run's start. It knows no clock and never sleeps; the same
/// seed gives the same sequence, and nothing that happens during a run changes it.
/// </summary>
public abstract class ArrivalSchedule
{
    /// <summary>One line for the result document, such as <c>gamma, 10 req/s, shape 1, seed 0</c>.</summary>
    public abstract string Description { get; }

    /// <summary>The next offset in ns after the run's start, never smaller than the one before. False when the schedule has ended.</summary>
    public abstract bool TryNext(out long offsetNs);

    /// <summary>The same schedule from its start, independent of this one: several readers can each walk all of it.</summary>
    public abstract ArrivalSchedule Restart();
}
