namespace LoadGen.Simulation.Responses;

/// <summary>Finish reasons that the simulation gives.</summary>
internal enum FinishText
{
    /// <summary><c>null</c>.</summary>
    None,

    /// <summary><c>"length"</c>.</summary>
    Length,

    /// <summary><c>"stop"</c>.</summary>
    Stop,
}
