namespace LoadGen.Launching.Preflight;

/// <summary>The GPUs of this host.</summary>
public interface IGpuInventory
{
    /// <summary>Reads them.</summary>
    /// <returns>Null where no vendor's tool is installed.</returns>
    /// <exception cref="Programs.ProgramException">The tool is there and fails.</exception>
    Task<IReadOnlyList<GpuFacts>?> ReadAsync(CancellationToken cancellation);
}
