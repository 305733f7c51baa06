namespace LoadGen.Economics.Skus;

/// <summary>
/// One GPU product as its vendor and its owners describe it: a file of <c>configs/skus/</c> (<c>docs/skus.md</c>). Per GPU where nothing else is
/// said.
/// </summary>
public sealed record Sku
{
    /// <summary>As recipes, rows and options name it, such as <c>h200</c> or <c>gb200</c>: the file's name.</summary>
    public required string Id { get; init; }

    /// <summary>As people name it, such as <c>GB200 NVL72</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Not in the catalog's recipes yet: announced, or without figures measured by anyone.</summary>
    public bool Planned { get; init; }

    /// <summary>Who makes it.</summary>
    public required SkuVendor Vendor { get; init; }

    /// <summary>Such as <c>Hopper</c> or <c>CDNA 4</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>The processor of the hosts it comes in.</summary>
    public required HostArchitecture HostArchitecture { get; init; }

    /// <summary>GPUs that one operating system sees.</summary>
    public required int GpusPerNode { get; init; }

    /// <summary>GPUs that reach each other's memory over the scale-up network.</summary>
    public required int ScaleUpGpus { get; init; }

    /// <summary>Memory in GB, as its datasheet counts them: nearer to 2^30 bytes than to 1e9.</summary>
    public required double HbmGb { get; init; }

    /// <summary>Memory bandwidth in TB/s (1e12 bytes).</summary>
    public required double HbmTbPerS { get; init; }

    /// <summary>Dense (no structured sparsity) peak, in 1e12 operations a second, by precision (<see cref="SkuPrecision"/>); bf16 is always there.</summary>
    public required IReadOnlyDictionary<string, double> DenseTflops { get; init; }

    /// <summary>Scale-up bandwidth, one direction, in GB/s.</summary>
    public required double ScaleUpGbPerS { get; init; }

    /// <summary>Scale-out (network) bandwidth, one direction, in GB/s.</summary>
    public required double ScaleOutGbPerS { get; init; }

    /// <summary>Thermal design power in W.</summary>
    public required double TdpW { get; init; }

    /// <summary>
    /// Precisions of weights that its recipes may ask for. fp4 without a figure in <see cref="DenseTflops"/> means weights only: kernels
    /// unpack them to bf16.
    /// </summary>
    public required IReadOnlyList<string> Precisions { get; init; }

    /// <summary>How its power is read.</summary>
    public required TelemetryKind Telemetry { get; init; }

    /// <summary>How it is known on a host.</summary>
    public SkuDetection Detection { get; init; } = new();

    /// <summary>What its containers need, as options of <c>docker run</c>.</summary>
    public IReadOnlyList<string> ContainerFlags { get; init; } = [];

    /// <summary>Device nodes that must be there, such as <c>/dev/kfd</c>.</summary>
    public IReadOnlyList<string> DeviceNodes { get; init; } = [];

    /// <summary>What it costs and what power it is given, by the date of the table; the last is the newest.</summary>
    public IReadOnlyList<SkuPrices> Prices { get; init; } = [];

    /// <summary>Where the figures come from.</summary>
    public required string Source { get; init; }

    /// <summary>Its row in a price table.</summary>
    /// <param name="table">The table's name; null for the newest.</param>
    /// <returns>Null where it has none.</returns>
    public SkuPrices? PricesIn(string? table) =>
        Prices.LastOrDefault(prices => table is null || prices.Table == table);
}
