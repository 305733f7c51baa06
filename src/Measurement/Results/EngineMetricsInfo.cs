namespace LoadGen.Measurement.Results;

/// <summary>What the engine's own counters say of the measurement.</summary>
/// <param name="Url">Its page of metrics.</param>
/// <param name="Counters">By how much each counter grew, by its name with labels; null where <paramref name="Absent"/> says why.</param>
/// <param name="Absent">Why there are none; null when there are.</param>
public sealed record EngineMetricsInfo(string Url, IReadOnlyDictionary<string, double>? Counters, string? Absent);
