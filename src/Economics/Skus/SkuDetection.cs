namespace LoadGen.Economics.Skus;

/// <summary>How a SKU is known on a host.</summary>
public sealed record SkuDetection
{
    /// <summary>PCI ids, <c>vendor:device</c> in lower-case hexadecimal, such as <c>10de:2330</c>.</summary>
    public IReadOnlyList<string> PciIds { get; init; } = [];

    /// <summary>
    /// The product names that drivers report, whole, without the vendor's name before them: <c>H200</c> is not <c>H200 NVL</c>. They count only
    /// where a source tells no PCI id.
    /// </summary>
    public IReadOnlyList<string> Names { get; init; } = [];
}
