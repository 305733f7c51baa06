using LoadGen.Economics.Skus;

namespace LoadGen.Economics.Detection;

/// <summary>Whether a device is of a SKU that somebody has named, by the rule by which <see cref="SkuDetector"/> finds one: see docs/skus.md.</summary>
public static class SkuIdentity
{
    /// <summary>There is something to know the SKU by.</summary>
    public static bool IsKnowable(Sku sku)
    {
        ArgumentNullException.ThrowIfNull(sku);
        return sku.Detection is { PciIds.Count: > 0 } or { Names.Count: > 0 };
    }

    /// <summary>
    /// The PCI id says it, whatever the driver calls the product; where none is told, or the SKU has none, its whole name but for the vendor's
    /// words. A part of a name is not enough, for an H200 NVL and a GB200 hold the names of other SKUs.
    /// </summary>
    public static bool IsOf(HostDevice device, Sku sku)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(sku);
        return device.PciId is { } id && sku.Detection.PciIds.Count > 0
            ? sku.Detection.PciIds.Contains(id)
            : device.Name is { } name && sku.Detection.Names.Contains(DriverName.WithoutVendor(name), StringComparer.OrdinalIgnoreCase);
    }
}
