using System.Globalization;
using System.Text.Json;
using LoadGen.Economics.Figures;
using LoadGen.Economics.PriceLists;
using LoadGen.Economics.Skus;

namespace LoadGen.Economics.Tests.Figures;

public class RowEconomicsTests
{
    private static readonly SkuPrices s_prices = new()
    {
        Table = "round", Date = "2026-07", Source = "nobody", ProvisionedKw = 2, HyperscalerUsd = 3.6, NeocloudUsd = 7.2, RentalUsd = 1.8,
    };

    private static readonly RowThroughput s_row = new() { Total = 1000, Output = 100, Input = 900, DecodeGpus = 8 };

    // 900 in and 100 out on each of 8 + 8 GPUs' worth: the decode GPUs make 200 each, the prefill GPUs take 1800 each.
    private static readonly RowThroughput s_pair = new() { Total = 1000, Output = 200, Input = 1800, PrefillGpus = 8, DecodeGpus = 8 };

    private static readonly TokenPriceList s_list = new()
    {
        Name = "list", Date = "2026-08", Source = "a page",
        Prices = [new TokenPrice { Provider = "them", Model = "dsr1", InputUsdPerMillion = 1, OutputUsdPerMillion = 10 }],
    };

    public static TheoryData<string> PublishedRows =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "data", "published_cost_glm5_b200_h200.csv")).Skip(1)];

    [Theory]
    [MemberData(nameof(PublishedRows))]
    public void A_published_cost_comes_out_with_its_table_and_date(string row)
    {
        string[] fields = row.Split(',');
        SkuPrices prices = SkuCatalog.BuiltIn.Get(fields[0]).PricesIn("article")!;
        EconomicFigure figure = Find(RowEconomics.Of(new RowThroughput { Total = Number(fields[4]) }, prices), "usd_per_million_total_tokens", CostTier.Hyperscaler);
        Assert.Equal(Number(fields[6]), Math.Round(figure.Value, 2, MidpointRounding.AwayFromZero));
        Assert.Equal(("article", prices.Date), (figure.Table, figure.Date));
    }

    [Theory]
    [InlineData(CostTier.Hyperscaler, 1)]
    [InlineData(CostTier.Neocloud, 2)]
    [InlineData(CostTier.Rental, 0.5)]
    [InlineData(CostTier.Own, 3)]
    public void Each_tier_has_its_costs_by_total_input_and_output(CostTier tier, double usdPerMillion)
    {
        IReadOnlyList<EconomicFigure> figures = RowEconomics.Of(s_row, s_prices, ownUsdPerGpuHour: 10.8);
        Assert.Equal(usdPerMillion, Find(figures, "usd_per_million_total_tokens", tier).Value, 12);
        Assert.Equal(usdPerMillion * 10, Find(figures, "usd_per_million_output_tokens", tier).Value, 12);
        Assert.Equal(usdPerMillion / 0.9, Find(figures, "usd_per_million_input_tokens", tier).Value, 12);
        Assert.Equal(1e6 / usdPerMillion, Find(figures, "tokens_per_usd", tier).Value, 6);
    }

    [Fact]
    public void Power_is_said_per_provisioned_megawatt_and_joule()
    {
        IReadOnlyList<EconomicFigure> figures = RowEconomics.Of(s_row, s_prices);
        Assert.Equal(500_000, Find(figures, "total_tokens_per_s_per_mw").Value, 6);
        Assert.Equal(50_000, Find(figures, "output_tokens_per_s_per_mw").Value, 6);
        Assert.Equal(2, Find(figures, "provisioned_joules_per_total_token").Value, 12);
        Assert.Equal(20, Find(figures, "provisioned_joules_per_output_token").Value, 12);
    }

    [Fact]
    public void A_disaggregated_row_has_its_roles_costs_by_both_denominators()
    {
        IReadOnlyList<EconomicFigure> figures = RowEconomics.Of(s_pair, s_prices);
        Assert.Equal(5, Find(figures, "usd_per_million_output_tokens", CostTier.Hyperscaler).Value, 12);
        Assert.Equal(10, Find(figures, "usd_per_million_output_tokens_over_all_gpus", CostTier.Hyperscaler).Value, 12);
        Assert.Equal(3.6 / 6.48, Find(figures, "usd_per_million_input_tokens", CostTier.Hyperscaler).Value, 12);
        Assert.Equal(3.6 / 3.24, Find(figures, "usd_per_million_input_tokens_over_all_gpus", CostTier.Hyperscaler).Value, 12);
        Assert.DoesNotContain(RowEconomics.Of(s_row, s_prices), figure => figure.Key.EndsWith("over_all_gpus", StringComparison.Ordinal));
    }

    // A megawatt feeds both pools: what one pool alone would make of it is nobody's figure.
    [Fact]
    public void A_disaggregated_row_s_power_is_over_all_its_GPUs()
    {
        IReadOnlyList<EconomicFigure> figures = RowEconomics.Of(s_pair, s_prices);
        Assert.Equal(50_000, Find(figures, "output_tokens_per_s_per_mw").Value, 6);
        Assert.Equal(20, Find(figures, "provisioned_joules_per_output_token").Value, 12);
    }

    // 900 × $1 + 100 × $10 a second and GPU, times 3600 s, by the million: $6.84 an hour.
    [Theory]
    [InlineData(CostTier.Hyperscaler, 1 - (3.6 / 6.84))]
    [InlineData(CostTier.Neocloud, 1 - (7.2 / 6.84))]
    public void The_margin_is_what_a_provider_s_price_leaves(CostTier tier, double margin)
    {
        foreach (RowThroughput row in new[] { s_row, s_pair })
        {
            EconomicFigure figure = Find(RowEconomics.Of(row, s_prices, sale: s_list.Find("them", "dsr1")), "gross_margin", tier);
            Assert.Equal(margin, figure.Value, 12);
            Assert.Equal(("round; list: them, dsr1", "2026-07; 2026-08", "nobody; a page"), (figure.Table, figure.Date, figure.Source));
        }
    }

    [Fact]
    public void Measured_energy_stands_beside_what_is_provisioned()
    {
        IReadOnlyList<EconomicFigure> figures = RowEconomics.Of(s_row, null, energy: new MeasuredEnergy(0.4, 4, null));
        Assert.Equal(["measured_joules_per_total_token", "measured_joules_per_output_token"], figures.Select(figure => figure.Key));
        Assert.Equal([0.4, 4], figures.Select(figure => figure.Value));
    }

    [Fact]
    public void What_is_not_known_is_left_out()
    {
        Assert.Empty(RowEconomics.Of(new RowThroughput { Total = 0 }, s_prices));
        Assert.Empty(RowEconomics.Of(s_row, null));
        Assert.DoesNotContain(RowEconomics.Of(new RowThroughput { Total = 5 }, s_prices, sale: s_list.Find(null, "dsr1")), figure => figure.Key.Contains("output") || figure.Key == "gross_margin");
    }

    [Fact]
    public void Json_has_the_formula_the_numbers_the_table_and_the_date()
    {
        using JsonDocument json = JsonDocument.Parse(FigureDocument.Of(RowEconomics.Of(s_row, s_prices)));
        JsonElement first = json.RootElement[0];
        Assert.Equal("usd_per_million_total_tokens", first.GetProperty("key").GetString());
        Assert.Equal("hyperscaler", first.GetProperty("tier").GetString());
        Assert.Equal("$/GPU-hour ÷ (tok/s/GPU × 3600 ÷ 10⁶)", first.GetProperty("formula").GetString());
        Assert.Equal("3.6 ÷ (1000 × 3600 ÷ 10⁶)", first.GetProperty("working").GetString());
        Assert.Equal("round", first.GetProperty("table").GetString());
        Assert.Equal("2026-07", first.GetProperty("date").GetString());
    }

    private static EconomicFigure Find(IEnumerable<EconomicFigure> figures, string key, CostTier? tier = null) =>
        Assert.Single(figures, figure => figure.Key == key && figure.Tier == tier);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
