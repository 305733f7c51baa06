namespace LoadGen.Telemetry.Sources;

/// <summary>A GPU that a source reads.</summary>
/// <param name="Index">Its number, as the vendor's tools count on this host.</param>
/// <param name="Uuid">Its name for life; empty where the source does not tell.</param>
/// <param name="Name">Its product name.</param>
public sealed record GpuDevice(int Index, string Uuid, string Name);
