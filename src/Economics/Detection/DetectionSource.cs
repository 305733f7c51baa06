namespace LoadGen.Economics.Detection;

/// <summary>What told of a device.</summary>
public enum DetectionSource
{
    /// <summary><c>nvidia-smi</c>.</summary>
    NvidiaSmi,

    /// <summary><c>amd-smi</c>.</summary>
    AmdSmi,

    /// <summary>The kernel's list of PCI devices, <c>/sys/bus/pci/devices</c>.</summary>
    Pci,
}
