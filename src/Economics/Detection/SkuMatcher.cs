using System.Globalization;
using LoadGen.Economics.Skus;

namespace LoadGen.Economics.Detection;

/// <summary>
/// Which SKU a device is of. The PCI id says it; where none is told, the product's whole name does. Memory must agree, because variants and
/// partitions share ids. What does not fit is reported and not guessed: an H200 NVL is no H200.
/// </summary>
internal sealed class SkuMatcher
{
    // Drivers report up to 7% less than datasheets (GB300 277.5 of 288 GiB, B300 268.6 of 288), or a little less than all (H100 79.6 of 80). The
    // nearest other product with an id of the catalog's, a workstation's GB300, has 13% less.
    private const double MemoryTolerance = 0.1;

    private readonly Dictionary<string, Sku> _byPciId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Sku> _byName = new(StringComparer.OrdinalIgnoreCase);

    public SkuMatcher(SkuCatalog catalog)
    {
        foreach (Sku sku in catalog.Skus)
        {
            foreach (string id in sku.Detection.PciIds)
            {
                _byPciId.Add(id, sku);
            }

            foreach (string name in sku.Detection.Names)
            {
                _byName.Add(name, sku);
            }
        }
    }

    public bool HasPciId(string id) => _byPciId.ContainsKey(id);

    public DetectedDevice Match(HostDevice device)
    {
        Sku? named = device.Name is { } name ? _byName.GetValueOrDefault(DriverName.WithoutVendor(name)) : null;
        if (device.PciId is not { } id)
        {
            return named is not null ? Verified(device, named)
                : Unknown(device, device.Name is null ? "neither a PCI id nor a name is told" : $"the catalog has no SKU of the name '{device.Name}'");
        }

        if (_byPciId.TryGetValue(id, out Sku? sku))
        {
            return Verified(device, sku);
        }

        return Unknown(device, $"the catalog has no SKU with the PCI id {id}{(named is null ? "" : $", although the name is that of {named.Id}: another variant of it?")}");
    }

    private static DetectedDevice Verified(HostDevice device, Sku sku)
    {
        double? gib = device.MemoryMib / 1024;
        return gib is { } has && Math.Abs(has - sku.HbmGb) > sku.HbmGb * MemoryTolerance
            ? Unknown(device, string.Create(CultureInfo.InvariantCulture, $"it has {has:0} GiB where {sku.Id} has {sku.HbmGb:0}: another variant of it, or a partition?"))
            : new DetectedDevice(sku.Id, null, device);
    }

    private static DetectedDevice Unknown(HostDevice device, string reason) => new(null, reason, device);
}
