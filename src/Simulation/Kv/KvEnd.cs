namespace LoadGen.Simulation.Kv;

/// <summary>How a hand-off's cache was freed.</summary>
internal enum KvEnd
{
    /// <summary>A decode engine has it.</summary>
    Pulled,

    /// <summary>A decode engine was sent the request and told to stop, and said so.</summary>
    Reclaimed,

    /// <summary>Nobody came in time.</summary>
    Expired,

    /// <summary>The prefill request ended before it was through.</summary>
    Failed,
}
