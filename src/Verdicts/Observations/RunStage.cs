namespace LoadGen.Verdicts.Observations;

/// <summary>The stages of a run, by the rule of Measurement's steady window.</summary>
public enum RunStage
{
    /// <summary>The request never was sent.</summary>
    Unsent,

    /// <summary>Before steady state.</summary>
    Ramp,

    /// <summary>In steady state: these requests are judged.</summary>
    Steady,

    /// <summary>After it.</summary>
    Drain,
}
