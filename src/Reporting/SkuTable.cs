using System.Globalization;
using LoadGen.Economics.Skus;

namespace LoadGen.Reporting;

/// <summary>SKUs on a terminal, a row each, within 100 columns.</summary>
public static class SkuTable
{
    private static readonly (string Title, string Unit, int Width)[] s_columns =
    [
        ("GPUs", "node/dom", 9), ("HBM", "GB", 5), ("HBM", "TB/s", 6), ("bf16", "TFLOPS", 7), ("fp8", "TFLOPS", 7), ("fp4", "TFLOPS", 7), ("TDP", "W", 6),
        ("prov.", "kW", 6), ("hyper", "$/h", 6), ("neo", "$/h", 6), ("rent", "$/h", 6),
    ];

    /// <summary>Prints them, with the prices of each one's newest table.</summary>
    public static void Write(IReadOnlyList<Sku> skus, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(skus);
        ArgumentNullException.ThrowIfNull(output);
        int idWidth = skus.Select(sku => Label(sku).Length).Append("SKU".Length).Max();
        output.WriteLine(Line("SKU", idWidth, s_columns.Select(column => column.Title), "prices"));
        output.WriteLine(Line("", idWidth, s_columns.Select(column => column.Unit), "of"));
        foreach (Sku sku in skus)
        {
            SkuPrices? prices = sku.PricesIn(null);
            output.WriteLine(Line(Label(sku), idWidth, Cells(sku, prices), prices?.Date ?? "-"));
        }

        output.WriteLine();
        output.WriteLine("GPUs: of one node / of one scale-up domain. TFLOPS: dense, without sparsity.");
        output.WriteLine("kW: provisioned per GPU. $ per GPU-hour: to a hyperscaler, to a neocloud, rented for 3 years.");
        if (skus.Any(sku => sku.Planned))
        {
            output.WriteLine("* planned: announced figures, no prices.");
        }
    }

    private static string[] Cells(Sku sku, SkuPrices? prices) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"{sku.GpusPerNode}/{sku.ScaleUpGpus}"),
        Plain(sku.HbmGb), sku.HbmTbPerS.ToString("0.0#", CultureInfo.InvariantCulture),
        Tflops(sku, SkuPrecision.Bf16), Tflops(sku, SkuPrecision.Fp8), Tflops(sku, SkuPrecision.Fp4),
        Plain(sku.TdpW), Price(prices?.ProvisionedKw), Price(prices?.HyperscalerUsd), Price(prices?.NeocloudUsd), Price(prices?.RentalUsd),
    ];

    private static string Label(Sku sku) => sku.Planned ? sku.Id + "*" : sku.Id;

    private static string Line(string id, int idWidth, IEnumerable<string> cells, string date) =>
        id.PadRight(idWidth) + string.Concat(cells.Zip(s_columns, (cell, column) => cell.PadLeft(column.Width))) + "  " + date;

    private static string Tflops(Sku sku, string precision) => sku.DenseTflops.TryGetValue(precision, out double value) ? Plain(Math.Round(value)) : "-";

    private static string Plain(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Price(double? value) => value?.ToString("0.00#", CultureInfo.InvariantCulture) ?? "-";
}
