namespace LoadGen.Telemetry.Windows;

/// <summary>A figure at a time. A series of them is in order of time.</summary>
/// <param name="TimeNs">Monotonic ns.</param>
/// <param name="Value">The figure.</param>
public readonly record struct TimedValue(long TimeNs, double Value);
