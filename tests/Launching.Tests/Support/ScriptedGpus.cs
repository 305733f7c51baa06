using LoadGen.Economics.Detection;
using LoadGen.Launching.Preflight;
using LoadGen.Launching.Programs;

namespace LoadGen.Launching.Tests.Support;

/// <summary>GPUs of 100,000 MB whose memory in use a test tells, reading by reading; the last holds for good.</summary>
/// <param name="usedMb">MB in use of each GPU; null: the tool fails.</param>
internal sealed class ScriptedGpus(params IReadOnlyList<double[]?> usedMb) : IGpuInventory
{
    public int Readings { get; private set; }

    public Task<IReadOnlyList<GpuFacts>?> ReadAsync(CancellationToken cancellation)
    {
        double[] used = usedMb[Math.Min(Readings++, usedMb.Count - 1)] ?? throw new ProgramException("nvidia-smi failed");
        return Task.FromResult<IReadOnlyList<GpuFacts>?>(
            [.. used.Select((mb, index) => new GpuFacts(new HostDevice { Source = DetectionSource.NvidiaSmi, Index = index, MemoryMib = 100_000 }, mb, "", []))]);
    }
}
