namespace LoadGen.Measurement.Recording;

/// <summary>What a steady window is told of.</summary>
public enum LoadEventKind
{
    /// <summary>A request was handed out; its value is when it is due.</summary>
    Planned,

    /// <summary>A request was sent.</summary>
    Sent,

    /// <summary>A request that had been sent completed.</summary>
    Completed,

    /// <summary>A request that had been sent ended without its whole answer.</summary>
    Failed,

    /// <summary>A request ended that had not been sent.</summary>
    Unsent,

    /// <summary>No further request will be handed out.</summary>
    Dry,

    /// <summary>The run is ended before its time.</summary>
    Stopped,
}

/// <summary>One thing that a steady window was told.</summary>
/// <param name="Kind">What.</param>
/// <param name="AtNs">When it was told: never before the one before it.</param>
/// <param name="ValueNs">The instant it is about.</param>
public readonly record struct LoadEvent(LoadEventKind Kind, long AtNs, long ValueNs);
