using LoadGen.Economics.Skus;
using LoadGen.Reporting.Html.Documents;

namespace LoadGen.Reporting.Html;

/// <summary>The catalog's prices, by table instead of by SKU.</summary>
internal static class PriceTables
{
    /// <summary>All tables, oldest first.</summary>
    public static IReadOnlyList<ReportPriceTable> Of(SkuCatalog catalog) =>
    [
        .. from sku in catalog.Skus
           from prices in sku.Prices
           group (sku.Id, Prices: prices) by prices.Table into table
           let first = table.First().Prices
           orderby first.Date
           select new ReportPriceTable
           {
               Table = table.Key,
               Date = first.Date,
               Source = first.Source,
               Skus = table.ToDictionary(
                   row => row.Id,
                   row => new ReportPrices(row.Prices.ProvisionedKw, row.Prices.HyperscalerUsd, row.Prices.NeocloudUsd, row.Prices.RentalUsd)),
           },
    ];
}
