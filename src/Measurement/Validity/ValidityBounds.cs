namespace LoadGen.Measurement.Validity;

/// <summary>How much of its own doing a measurement may hold and still be called valid. docs/validity.md says why these.</summary>
public sealed record ValidityBounds
{
    /// <summary>The client's delay at p99 / the median inter-token latency.</summary>
    public double ObserverItlShare { get; init; } = 0.05;

    /// <summary>The client's delay at p99 / the median time to first token.</summary>
    public double ObserverTtftShare { get; init; } = 0.10;

    /// <summary>
    /// The two bounds above hold even while the kernel's clock keeps the delay out of the figures. Else they hold only when it does not:
    /// when chunks share reads (<see cref="ValidityInputs.SharedReadShare"/>) or loops wait for their cores (<see cref="ObserverFigures.IsKeptWaiting"/>).
    /// </summary>
    public bool DelayAlways { get; init; }

    /// <summary>CPU time of the busiest loop / the time it was given.</summary>
    public double CpuShare { get; init; } = 0.80;

    /// <summary>Time that a loop was ready to run but not running / wall time.</summary>
    public double RunQueueShare { get; init; } = 0.10;

    /// <summary>Send lateness at p99 under a schedule: the part that does not depend on its rate, ms.</summary>
    public double LatenessMs { get; init; } = 1;

    /// <summary>Send lateness at p99 under a schedule: the part that grows with the mean gap between arrivals, as a share of it.</summary>
    public double LatenessGapShare { get; init; } = 0.05;

    /// <summary>The bounds in force where no option moves them.</summary>
    public static ValidityBounds Default { get; } = new();

    /// <summary>How late a request may be sent before it counts as late, ms.</summary>
    /// <param name="meanGapMs">Mean gap between arrivals, ms.</param>
    public double LatenessBoundMs(double meanGapMs) => LatenessMs + (LatenessGapShare * meanGapMs);
}
