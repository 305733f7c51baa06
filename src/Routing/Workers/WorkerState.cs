namespace LoadGen.Routing.Workers;

/// <summary>Whether a worker may be given requests.</summary>
public enum WorkerState
{
    /// <summary>Not probed yet: gets no requests.</summary>
    Starting,

    /// <summary>Its probes succeed.</summary>
    Healthy,

    /// <summary>Its probes fail: gets no requests.</summary>
    Unhealthy,

    /// <summary>Finishes what it has, gets nothing new.</summary>
    Draining,

    /// <summary>Taken out.</summary>
    Removed,
}
