using System.Globalization;
using LoadGen.Economics.Skus;

namespace LoadGen.Reporting;

/// <summary>One SKU on a terminal, every field of it.</summary>
public static class SkuDetails
{
    private const int LabelWidth = 16;
    private const int Columns = 100;

    /// <summary>Prints it.</summary>
    public static void Write(Sku sku, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(sku);
        ArgumentNullException.ThrowIfNull(output);
        output.WriteLine($"{sku.Id}: {sku.Name}{(sku.Planned ? " (planned)" : "")}");
        foreach ((string label, string text) in Fields(sku))
        {
            WriteField(label, text, output);
        }

        foreach (SkuPrices prices in sku.Prices)
        {
            WriteField("prices", Prices(prices), output);
        }

        WriteField("source", sku.Source, output);
    }

    private static IEnumerable<(string Label, string Text)> Fields(Sku sku) =>
    [
        ("vendor", $"{Vendor(sku.Vendor)}, {sku.Architecture}, in {(sku.HostArchitecture == HostArchitecture.Arm64 ? "Arm" : "x64")} hosts"),
        ("GPUs", $"{sku.GpusPerNode} per node, {sku.ScaleUpGpus} per scale-up domain"),
        ("memory", $"{Number(sku.HbmGb)} GB, {Number(sku.HbmTbPerS)} TB/s"),
        ("dense TFLOPS", string.Join(", ", sku.DenseTflops.Select(pair => $"{pair.Key} {Number(pair.Value)}"))),
        ("one direction", $"scale-up {Number(sku.ScaleUpGbPerS)} GB/s, scale-out {Number(sku.ScaleOutGbPerS)} GB/s"),
        ("TDP", $"{Number(sku.TdpW)} W"),
        ("precisions", string.Join(", ", sku.Precisions)),
        ("telemetry", sku.Telemetry switch { TelemetryKind.Nvml => "nvml", TelemetryKind.AmdSmi => "amd_smi", _ => "none" }),
        ("PCI ids", Joined(sku.Detection.PciIds, ", ")),
        ("driver names", Joined(sku.Detection.Names, ", ")),
        ("container flags", Joined(sku.ContainerFlags, " ")),
        ("device nodes", Joined(sku.DeviceNodes, " ")),
    ];

    private static string Prices(SkuPrices prices) => string.Create(
        CultureInfo.InvariantCulture,
        $"table {prices.Table} of {prices.Date}: {prices.ProvisionedKw:0.00#} kW provisioned; $/GPU-hour {prices.HyperscalerUsd:0.00#} hyperscaler, {prices.NeocloudUsd:0.00#} neocloud, {prices.RentalUsd:0.00#} 3-year rental ({prices.Source})");

    // Words go on in a next line, under the text.
    private static void WriteField(string label, string text, TextWriter output)
    {
        string line = "  " + label.PadRight(LabelWidth);
        int start = line.Length;
        foreach (string word in text.Split(' '))
        {
            if (line.Length > start && line.Length + word.Length + 1 > Columns)
            {
                output.WriteLine(line);
                line = new string(' ', start);
            }

            line += line.Length > start ? " " + word : word;
        }

        output.WriteLine(line);
    }

    private static string Vendor(SkuVendor vendor) => vendor switch
    {
        SkuVendor.Nvidia => "NVIDIA",
        SkuVendor.Amd => "AMD",
        _ => vendor.ToString(),
    };

    private static string Joined(IReadOnlyList<string> words, string separator) => words.Count == 0 ? "-" : string.Join(separator, words);

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
