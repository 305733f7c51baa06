using LoadGen.Economics.Skus;

namespace LoadGen.Economics.Figures;

/// <summary>A price of a GPU-hour, and where it comes from.</summary>
internal sealed record GpuHour(CostTier Tier, double Usd, string Table, string? Date, string? Source)
{
    private const string OwnTable = "own price";

    /// <summary>The tiers of a table, and one's own.</summary>
    public static IEnumerable<GpuHour> All(SkuPrices? prices, double? ownUsd)
    {
        if (prices is not null)
        {
            yield return new(CostTier.Hyperscaler, prices.HyperscalerUsd, prices.Table, prices.Date, prices.Source);
            yield return new(CostTier.Neocloud, prices.NeocloudUsd, prices.Table, prices.Date, prices.Source);
            yield return new(CostTier.Rental, prices.RentalUsd, prices.Table, prices.Date, prices.Source);
        }

        if (ownUsd is { } usd)
        {
            yield return new(CostTier.Own, usd, OwnTable, null, null);
        }
    }

    public EconomicFigure Figure(string key, double value, string unit, string formula, string working) => new()
    {
        Key = key, Tier = Tier, Value = value, Unit = unit, Formula = formula, Working = working, Table = Table, Date = Date, Source = Source,
    };
}
