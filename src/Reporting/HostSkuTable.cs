using System.Globalization;
using LoadGen.Economics.Detection;

namespace LoadGen.Reporting;

/// <summary>A host's accelerators on a terminal: which SKU each is of, or why none.</summary>
public static class HostSkuTable
{
    private const int NameWidth = 34;

    /// <summary>Prints it.</summary>
    public static void Write(HostSkus host, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(output);
        output.WriteLine(Summary(host));
        foreach (DetectedDevice device in host.Devices)
        {
            HostDevice told = device.Device;
            string memory = told.MemoryMib is { } mib ? (mib / 1024).ToString("0", CultureInfo.InvariantCulture) + " GiB" : "-";
            output.WriteLine($"  {told.Index,2}  {device.SkuId ?? "unknown",-11}{told.PciId ?? "-",-11}{memory,8}  {Cut(told.Name ?? "-"),-NameWidth}  {Name(told.Source)}".TrimEnd());
            if (device.Reason is { } reason)
            {
                output.WriteLine("      " + reason);
            }
        }

        foreach (string note in host.Notes)
        {
            output.WriteLine("  " + note);
        }
    }

    private static string Summary(HostSkus host)
    {
        int known = host.Devices.Count(device => device.SkuId is not null);
        string sources = host.Sources.Count == 0 ? "" : $" ({Joined(host.Sources)})";
        return host switch
        {
            { Devices.Count: 0 } => "no accelerators found",
            { SkuId: { } id } => $"{id}: {host.Devices.Count} device{(host.Devices.Count == 1 ? "" : "s")}{sources}",
            _ => $"no single SKU: {known} of {host.Devices.Count} devices known{(known > 0 ? $", {string.Join(" and ", host.SkuIds)}" : "")}{sources}",
        };
    }

    private static string Joined(IReadOnlyList<DetectionSource> sources)
    {
        string text = "";
        foreach (DetectionSource source in sources)
        {
            text += (text.Length > 0 ? ", " : "") + Name(source);
        }

        return text;
    }

    private static string Name(DetectionSource source) => source switch
    {
        DetectionSource.NvidiaSmi => "nvidia-smi",
        DetectionSource.AmdSmi => "amd-smi",
        _ => "PCI",
    };

    private static string Cut(string name) => name.Length <= NameWidth ? name : name[..(NameWidth - 1)] + "…";
}
