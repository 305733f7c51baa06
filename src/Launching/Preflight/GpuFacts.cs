using LoadGen.Economics.Detection;

namespace LoadGen.Launching.Preflight;

/// <summary>One GPU of this host, as its driver's tool tells of it.</summary>
/// <param name="Device">What it is.</param>
/// <param name="MemoryUsedMb">Memory in use, in MB (binary, as the tools count).</param>
/// <param name="Driver">The driver's version; empty where it is not told.</param>
/// <param name="Processes">Processes that compute on it.</param>
public sealed record GpuFacts(HostDevice Device, double MemoryUsedMb, string Driver, IReadOnlyList<DeviceProcess> Processes)
{
    /// <summary>Its number, from 0.</summary>
    public int Index => Device.Index;

    /// <summary>Memory in MB; 0 where it is not told, as on hosts whose GPUs share the processor's.</summary>
    public double MemoryTotalMb => Device.MemoryMib ?? 0;

    /// <summary>The share of memory in use, 0 to 1.</summary>
    public double MemoryUsedShare => MemoryTotalMb > 0 ? MemoryUsedMb / MemoryTotalMb : 0;
}
