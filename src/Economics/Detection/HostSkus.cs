namespace LoadGen.Economics.Detection;

/// <summary>Which SKUs a host has.</summary>
public sealed record HostSkus
{
    /// <summary>The SKU of every accelerator of the host; null where there is none, there are several, or one is unknown.</summary>
    public string? SkuId => Devices.Count > 0 && Devices.All(device => device.SkuId == Devices[0].SkuId) ? Devices[0].SkuId : null;

    /// <summary>The SKUs that it has, by id, each once.</summary>
    public IReadOnlyList<string> SkuIds => [.. Devices.Select(device => device.SkuId).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The sources that told of the devices, each once.</summary>
    public IReadOnlyList<DetectionSource> Sources
    {
        get
        {
            var sources = new List<DetectionSource>();
            foreach (DetectedDevice device in Devices)
            {
                if (!sources.Contains(device.Device.Source))
                {
                    sources.Add(device.Device.Source);
                }
            }

            return sources;
        }
    }

    /// <summary>Its accelerators, known and unknown.</summary>
    public required IReadOnlyList<DetectedDevice> Devices { get; init; }

    /// <summary>What sources could not tell, and why: a sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
