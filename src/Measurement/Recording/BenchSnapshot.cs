namespace LoadGen.Measurement.Recording;

/// <summary>How a run stands, once an interval. Latencies are over everything that arrived so far, failed requests included.</summary>
public sealed record BenchSnapshot
{
    /// <summary>The requests are warm-up, not measured.</summary>
    public bool IsWarmup { get; init; }

    /// <summary>Seconds since the phase's start.</summary>
    public double ElapsedS { get; init; }

    /// <summary>Requests that ended.</summary>
    public long Done { get; init; }

    /// <summary>Of these, the ones that did not complete.</summary>
    public long Failed { get; init; }

    /// <summary>Requests under way.</summary>
    public long Active { get; init; }

    /// <summary>Requests the phase will make; null when time ends it.</summary>
    public long? Planned { get; init; }

    /// <summary>Seconds the phase starts requests for; null when a count ends it.</summary>
    public double? PlannedS { get; init; }

    /// <summary>Output tokens a second over the last interval: chunks that arrived, times the tokens a chunk of the completed requests so far.</summary>
    public double TokensPerS { get; init; }

    /// <summary>Median TTFT, ms; null before the first token.</summary>
    public double? TtftP50Ms { get; init; }

    /// <summary>p99 TTFT, ms.</summary>
    public double? TtftP99Ms { get; init; }

    /// <summary>Median chunk gap, ms.</summary>
    public double? ItlP50Ms { get; init; }

    /// <summary>p99 chunk gap, ms.</summary>
    public double? ItlP99Ms { get; init; }

    /// <summary>Seconds left at the present pace; null when unknown.</summary>
    public double? RemainingS => PlannedS is { } limit ? Math.Max(0, limit - ElapsedS)
        : Planned is { } planned && Done > 0 && ElapsedS > 0 ? Math.Max(0, (planned - Done) * ElapsedS / Done)
        : null;
}

/// <summary>Someone who watches a run. Called on the collector's thread: must return soon.</summary>
public interface IRunObserver
{
    /// <summary>An interval has ended.</summary>
    void OnInterval(BenchSnapshot snapshot);
}
