using LoadGen.Verdicts.Observations;

namespace LoadGen.Verdicts.Judging;

/// <summary>How the requests of a run are judged, beside what the SLA says.</summary>
public sealed record JudgeOptions
{
    /// <summary>Ends the run as soon as the verdict is certain; null: as the SLA says.</summary>
    public bool? StopEarly { get; init; }

    /// <summary>Requests that the run makes at most; null: as the SLA's load says, if it does.</summary>
    public int? PlannedRequests { get; init; }

    /// <summary>Says how many requests at the beginning of steady state are still warm-up; null leaves none out.</summary>
    public WarmupRule? Warmup { get; init; }

    /// <summary>By how many requests of steady state the warm-up is decided: no look comes before.</summary>
    public int WarmupDecidedBy { get; init; } = 200;
}

/// <summary>Says how many of the first requests of steady state are left out as warm-up.</summary>
/// <param name="steady">The requests of steady state so far, in the order in which they were due.</param>
public delegate int WarmupRule(ReadOnlySpan<Observation> steady);
