namespace LoadGen.Economics.Skus;

/// <summary>How a SKU is known on a host.</summary>
public sealed record SkuDetection
{
    /// <summary>PCI ids, <c>vendor:device</c> in lower-case hexadecimal, such as <c>10de:2330</c>.</summary>
    public IReadOnlyList<string> PciIds { get; init; } = [];

    /// <summary>Parts of the product name that the driver reports, such as <c>H200</c>; the longest that fits, among all SKUs, wins.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];
}
