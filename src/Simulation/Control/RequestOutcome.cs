namespace LoadGen.Simulation.Control;

/// <summary>What became of a request.</summary>
internal enum RequestOutcome
{
    /// <summary>It is being served.</summary>
    Active,

    /// <summary>Served to the end.</summary>
    Completed,

    /// <summary>The client, or the engine's end, ended it early.</summary>
    Aborted,

    /// <summary>Refused for what it says.</summary>
    Refused,

    /// <summary>Spoiled on demand, to the end of the fault's plan.</summary>
    Faulted,
}
