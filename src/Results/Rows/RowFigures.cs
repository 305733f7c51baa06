using LoadGen.Economics.Figures;
using LoadGen.Economics.PriceLists;
using LoadGen.Economics.Skus;

namespace LoadGen.Results.Rows;

/// <summary>The economics of a row: its throughputs, GPUs and measured energy handed to <see cref="RowEconomics"/>.</summary>
public static class RowFigures
{
    /// <summary>All figures that can be said; none without a throughput per GPU.</summary>
    /// <param name="row">The row.</param>
    /// <param name="catalog">Where its SKU's prices are.</param>
    /// <param name="table">The price table; null for the SKU's newest.</param>
    /// <param name="ownUsdPerGpuHour">One's own price of a GPU-hour; null for none.</param>
    /// <param name="prices">What providers sell tokens for; null for no margins.</param>
    /// <param name="provider">The provider; null for the first of the list that has the model.</param>
    public static IReadOnlyList<EconomicFigure> Of(
        ResultRow row, SkuCatalog catalog, string? table = null, double? ownUsdPerGpuHour = null, TokenPriceList? prices = null, string? provider = null)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(catalog);
        if (Throughput(row) is not { } throughput)
        {
            return [];
        }

        var energy = new MeasuredEnergy(Find(row, "joules_per_total_token"), Find(row, "joules_per_output_token"), Find(row, "joules_per_input_token"));
        SkuPrices? sku = catalog.TryGet(row.Identity.Hardware, out Sku? known) ? known.PricesIn(table) : null;
        return RowEconomics.Of(throughput, sku, ownUsdPerGpuHour, energy, prices?.Find(provider, row.Identity.Model, row.Identity.ModelName));
    }

    /// <summary>A row's throughput per GPU; null where it is not known.</summary>
    public static RowThroughput? Throughput(ResultRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return Find(row, "tput_per_gpu") is { } total
            ? new RowThroughput
            {
                Total = total,
                Output = Find(row, "output_tput_per_gpu"),
                Input = Find(row, "input_tput_per_gpu"),
                PrefillGpus = row.Identity.Prefill?.Gpus ?? 0,
                DecodeGpus = row.Identity.Decode.Gpus,
            }
            : null;
    }

    private static double? Find(ResultRow row, string key) => row.Metrics.TryGetValue(key, out double value) ? value : null;
}
