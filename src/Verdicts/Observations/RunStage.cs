namespace LoadGen.Verdicts.Observations;

/// <summary>
/// The stages of a run, by the rule of Measurement's steady window: that in which a request was sent; of one that failed before it could
/// be sent (connection refused), that in which it failed.
/// </summary>
public enum RunStage
{
    /// <summary>The run ended before the request was sent.</summary>
    Unsent,

    /// <summary>Before steady state.</summary>
    Ramp,

    /// <summary>In steady state: these requests are judged.</summary>
    Steady,

    /// <summary>After it.</summary>
    Drain,
}
