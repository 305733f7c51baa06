using LoadGen.Economics.Skus;

namespace LoadGen.Economics.Tests.Skus;

/// <summary>The published tables, row by row: kW provisioned, then $ per GPU-hour for a hyperscaler, a neocloud and a 3-year rental.</summary>
public class PriceTableTests
{
    [Theory]
    [InlineData("h100", 1.73, 1.30, 1.69, 1.30)]
    [InlineData("h200", 1.73, 1.41, 1.74, 1.60)]
    [InlineData("b200", 2.17, 1.95, 2.34, 2.90)]
    [InlineData("b300", 2.17, 2.34, 2.808, 3.48)]
    [InlineData("gb200", 2.1, 2.21, 2.75, 3.30)]
    [InlineData("gb300", 2.1, 2.652, 3.3, 3.96)]
    [InlineData("mi300x", 1.79, 1.12, 1.40, 1.55)]
    [InlineData("mi325x", 2.18, 1.28, 1.59, 1.80)]
    [InlineData("mi355x", 2.65, 1.48, 1.90, 2.10)]
    public void The_articles_table_stands_in_the_catalog(string id, double kw, double hyperscaler, double neocloud, double rental) =>
        AssertRow(SkuCatalog.BuiltIn.Get(id).PricesIn("article"), "2025-10", kw, hyperscaler, neocloud, rental);

    [Theory]
    [InlineData("h100", 700, 1.37, 1.17, 1.55, 1.78)]
    [InlineData("h200", 700, 1.37, 1.22, 1.59, 2.05)]
    [InlineData("b200", 1000, 1.71, 1.73, 2.07, 2.60)]
    [InlineData("b300", 1200, 1.90, 2.26, 2.52, 3.00)]
    [InlineData("gb200", 1200, 1.87, 1.86, 2.26, 2.60)]
    [InlineData("gb300", 1400, 2.12, 2.31, 2.79, 3.30)]
    [InlineData("mi300x", 750, 1.39, 0.95, 1.16, 1.30)]
    [InlineData("mi325x", 1000, 1.69, 1.10, 1.32, 1.60)]
    [InlineData("mi355x", 1400, 2.09, 1.50, 2.09, 2.10)]
    [InlineData("rtx6000pro", 600, 0.975, 0.68, 0.75, 0.52)]
    public void The_table_of_July_2026_is_the_newest(string id, double tdpW, double kw, double hyperscaler, double neocloud, double rental)
    {
        Sku sku = SkuCatalog.BuiltIn.Get(id);
        Assert.Equal(tdpW, sku.TdpW);
        Assert.Equal("2026-07", sku.PricesIn(null)!.Table);
        AssertRow(sku.PricesIn(null), "2026-07", kw, hyperscaler, neocloud, rental);
    }

    private static void AssertRow(SkuPrices? prices, string date, double kw, double hyperscaler, double neocloud, double rental)
    {
        Assert.NotNull(prices);
        Assert.Equal((date, kw, hyperscaler, neocloud, rental), (prices.Date, prices.ProvisionedKw, prices.HyperscalerUsd, prices.NeocloudUsd, prices.RentalUsd));
    }
}
