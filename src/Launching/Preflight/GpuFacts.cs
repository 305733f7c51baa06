namespace LoadGen.Launching.Preflight;

/// <summary>One GPU of this host, as its driver's tool tells of it.</summary>
/// <param name="Index">Its number, from 0.</param>
/// <param name="Name">The product's name.</param>
/// <param name="MemoryTotalMb">Memory in MB.</param>
/// <param name="MemoryUsedMb">Memory in use, in MB.</param>
/// <param name="Driver">The driver's version.</param>
/// <param name="Processes">Processes that compute on it.</param>
public sealed record GpuFacts(int Index, string Name, double MemoryTotalMb, double MemoryUsedMb, string Driver, IReadOnlyList<GpuProcess> Processes)
{
    /// <summary>The share of memory in use, 0 to 1.</summary>
    public double MemoryUsedShare => MemoryTotalMb > 0 ? MemoryUsedMb / MemoryTotalMb : 0;
}

/// <summary>A process on a GPU.</summary>
/// <param name="Pid">Its number on the host.</param>
/// <param name="Name">Its program.</param>
public sealed record GpuProcess(int Pid, string Name);
