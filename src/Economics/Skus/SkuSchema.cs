using LoadGen.Configuration;

namespace LoadGen.Economics.Skus;

/// <summary>What a file of <c>configs/skus/</c> may hold.</summary>
internal static class SkuSchema
{
    /// <summary>The type, and the values of the keys that a file leaves out. Keys that are required take nothing from here.</summary>
    public static YamlSchema<Sku> Instance { get; } = new(
        SkuJson.Default.Sku,
        new Sku
        {
            Id = "",
            Name = "",
            Vendor = default,
            Architecture = "",
            HostArchitecture = default,
            GpusPerNode = 0,
            ScaleUpGpus = 0,
            HbmGb = 0,
            HbmTbPerS = 0,
            DenseTflops = new Dictionary<string, double>(),
            ScaleUpGbPerS = 0,
            ScaleOutGbPerS = 0,
            TdpW = 0,
            Precisions = [],
            Telemetry = default,
            Source = "",
        },
        new SkuDetection());
}
