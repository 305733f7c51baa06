namespace LoadGen.Economics.Skus;

/// <summary>By what a SKU's power, clocks and temperatures are read.</summary>
public enum TelemetryKind
{
    /// <summary>NVIDIA's management library, else nvidia-smi.</summary>
    Nvml,

    /// <summary>AMD's SMI library, else amd-smi.</summary>
    AmdSmi,

    /// <summary>Nothing that LoadGen reads yet.</summary>
    None,
}
