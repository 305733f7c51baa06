namespace LoadGen.Economics.Detection;

/// <summary>
/// The kernel's list of PCI devices: a folder each, with the files <c>vendor</c>, <c>device</c> and <c>class</c> (<c>0x10de</c>, <c>0x2335</c>,
/// <c>0x030200</c>). It needs no driver, so it also tells of GPUs that no tool sees.
/// </summary>
internal static class PciFolder
{
    private const string Folder = "/sys/bus/pci/devices";

    private const uint Nvidia = 0x10de;
    private const uint Amd = 0x1002;

    /// <summary>The ids of the vendors that have tools of their own.</summary>
    public static string NvidiaPrefix { get; } = $"{Nvidia:x4}:";

    /// <inheritdoc cref="NvidiaPrefix"/>
    public static string AmdPrefix { get; } = $"{Amd:x4}:";

    /// <summary>Accelerators, and whatever else has the id of one.</summary>
    /// <param name="host">The host.</param>
    /// <param name="isKnown">The catalog has a SKU with this id.</param>
    public static List<HostDevice> Read(IHostReader host, Func<string, bool> isKnown)
    {
        var devices = new List<HostDevice>();
        foreach (string address in host.ListFolder(Folder))
        {
            if (PciId.TryParseHex(host.ReadFile($"{Folder}/{address}/vendor"), out uint vendor)
                && PciId.TryParseHex(host.ReadFile($"{Folder}/{address}/device"), out uint device)
                && PciId.Of(vendor, device) is var id
                && (isKnown(id) || (vendor is Nvidia or Amd && IsAccelerator(host.ReadFile($"{Folder}/{address}/class")))))
            {
                devices.Add(new HostDevice { Source = DetectionSource.Pci, Index = devices.Count, PciId = id, Address = address });
            }
        }

        return devices;
    }

    // Base class 03: display controllers, among them 3D controllers, as data-centre GPUs of NVIDIA. Base class 12: processing accelerators,
    // as Instincts are. The rest of a vendor's devices (bridges, sound, NVSwitches) is none. PCI Code and ID Assignment Specification, 1.4 and 1.19.
    private static bool IsAccelerator(string? @class) => PciId.TryParseHex(@class, out uint code) && code >> 16 is 0x03 or 0x12;
}
