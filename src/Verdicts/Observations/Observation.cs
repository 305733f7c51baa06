using LoadGen.Measurement.Timelines;

namespace LoadGen.Verdicts.Observations;

/// <summary>
/// What a verdict sees of one request, whether it just ended or was read back from records: everything that an objective can ask
/// about, and nothing else. Times are ms; NaN where the request has none.
/// </summary>
public readonly record struct Observation
{
    /// <summary>Which request of the run it is, from 0, in the order in which they were due.</summary>
    public required int Index { get; init; }

    /// <summary>How it ended.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>When it was due, s after the run's start.</summary>
    public double IntendedS { get; init; }

    /// <summary>The stage of the run in which it was sent.</summary>
    public RunStage Stage { get; init; }

    /// <summary>When it was sent, s after the run's start; NaN where it never was.</summary>
    public double SendS { get; init; }

    /// <summary>When it was over, s after the run's start.</summary>
    public double EndS { get; init; }

    /// <summary>First output − send, ms.</summary>
    public double TtftMs { get; init; }

    /// <summary>First output − intended start, ms: under a schedule this is what the user waits, however late the request was sent.</summary>
    public double TtftIntendedMs { get; init; }

    /// <summary>First visible text − send, ms.</summary>
    public double TtfvtMs { get; init; }

    /// <summary>Time per output token after the first, ms; NaN under two tokens.</summary>
    public double TpotMs { get; init; }

    /// <summary>The request's own longest gap between chunks with output, ms; NaN under two chunks.</summary>
    public double ItlMaxMs { get; init; }

    /// <summary>The 99th percentile (nearest rank) of the request's own gaps, ms; NaN under two chunks.</summary>
    public double ItlP99Ms { get; init; }

    /// <summary>Last chunk − send, ms.</summary>
    public double E2eMs { get; init; }

    /// <summary>Last chunk − intended start, ms.</summary>
    public double E2eIntendedMs => E2eMs + ((SendS - IntendedS) * 1000);

    /// <summary>Prompt tokens: the server's count where it states one, else the workload's.</summary>
    public int InputTokens { get; init; }

    /// <summary>Prompt tokens as the workload asked: the context's length, which no outcome changes. 0 where the server alone can count them.</summary>
    public int RequestedInputTokens { get; init; }

    /// <summary>Output tokens.</summary>
    public int OutputTokens { get; init; }

    /// <summary>The turn of its session, from 1; 1 for a request that stands for itself.</summary>
    public int Turn { get; init; }
}
