namespace LoadGen.Telemetry.Windows;

/// <summary>A stretch of monotonic time.</summary>
/// <param name="StartNs">Where it begins.</param>
/// <param name="EndNs">Where it ends.</param>
public readonly record struct TimeWindow(long StartNs, long EndNs)
{
    /// <summary>Its length, s.</summary>
    public double LengthS => (EndNs - StartNs) / 1e9;

    /// <summary>It has a length.</summary>
    public bool IsValid => EndNs > StartNs;
}
