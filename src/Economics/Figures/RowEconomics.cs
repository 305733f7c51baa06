using System.Globalization;
using LoadGen.Economics.Costs;
using LoadGen.Economics.PriceLists;
using LoadGen.Economics.Skus;

namespace LoadGen.Economics.Figures;

/// <summary>
/// The economics of a row: what its tokens cost, the power they take, and what is left of a provider's price. What cannot be said (no price,
/// no throughput, no measurement) is left out. docs/economics.md has the formulas.
/// </summary>
public static class RowEconomics
{
    private const string PowerTitle = "provisioned kW per GPU";

    /// <summary>All figures that can be said of a row.</summary>
    /// <param name="throughput">Its throughput per GPU.</param>
    /// <param name="prices">Its SKU's row in one price table; null for none: then only one's own price and what was measured count.</param>
    /// <param name="ownUsdPerGpuHour">One's own price of a GPU-hour; null for none.</param>
    /// <param name="energy">What was measured; null for nothing.</param>
    /// <param name="sale">What a provider sells tokens of this model for; null for none: then there are no margins.</param>
    public static IReadOnlyList<EconomicFigure> Of(
        RowThroughput throughput, SkuPrices? prices, double? ownUsdPerGpuHour = null, MeasuredEnergy? energy = null, TokenSale? sale = null)
    {
        ArgumentNullException.ThrowIfNull(throughput);
        var figures = new List<EconomicFigure>();
        foreach (GpuHour hour in GpuHour.All(prices, ownUsdPerGpuHour))
        {
            AddCosts(figures, throughput, hour);
            if (sale is not null)
            {
                AddMargin(figures, throughput, hour, sale);
            }
        }

        if (prices is not null)
        {
            AddPower(figures, throughput, prices);
        }

        AddMeasured(figures, energy);
        return figures;
    }

    private static void AddCosts(List<EconomicFigure> figures, RowThroughput throughput, GpuHour hour)
    {
        foreach (Rate rate in Rate.Of(throughput))
        {
            figures.Add(hour.Figure(
                $"usd_per_million_{rate.Key}", UnitCosts.UsdPerMillionTokens(hour.Usd, rate.Value), "$/M tokens",
                $"$/GPU-hour ÷ ({rate.Title} × 3600 ÷ 10⁶)", Text($"{hour.Usd} ÷ ({rate.Value} × 3600 ÷ 10⁶)")));
        }

        if (throughput.Total > 0)
        {
            figures.Add(hour.Figure(
                "tokens_per_usd", UnitCosts.TokensPerUsd(hour.Usd, throughput.Total), "tokens/$",
                "3600 × tok/s/GPU ÷ $/GPU-hour", Text($"3600 × {throughput.Total} ÷ {hour.Usd}")));
        }
    }

    private static void AddMargin(List<EconomicFigure> figures, RowThroughput throughput, GpuHour hour, TokenSale sale)
    {
        if (throughput.InputOverAll is not { } input || throughput.OutputOverAll is not { } output)
        {
            return;
        }

        const double MillionTokensPerHour = 3_600 / 1e6;
        double revenue = ((input * sale.Price.InputUsdPerMillion) + (output * sale.Price.OutputUsdPerMillion)) * MillionTokensPerHour;
        if (!(revenue > 0))
        {
            return;
        }

        figures.Add(hour.Figure(
            "gross_margin", (revenue - hour.Usd) / revenue, "share of revenue",
            "1 − $/GPU-hour ÷ ((input tok/s/GPU × $/M input + output tok/s/GPU × $/M output) × 3600 ÷ 10⁶), over all GPUs, all of them sold",
            Text($"1 − {hour.Usd} ÷ (({input} × {sale.Price.InputUsdPerMillion} + {output} × {sale.Price.OutputUsdPerMillion}) × 3600 ÷ 10⁶)")) with
        {
            Table = $"{hour.Table}; {sale.List.Name}: {sale.Price.Provider}, {sale.Price.Model}",
            Date = hour.Date is null ? sale.List.Date : $"{hour.Date}; {sale.List.Date}",
            Source = hour.Source is null ? sale.List.Source : $"{hour.Source}; {sale.List.Source}",
        });
    }

    private static void AddPower(List<EconomicFigure> figures, RowThroughput throughput, SkuPrices prices)
    {
        foreach (Rate rate in Rate.Of(throughput).Where(rate => !rate.IsOfOneRole))
        {
            // A megawatt feeds both pools: over all GPUs is the only way to say it, and goes without saying.
            string tokens = rate.Key.Replace(Rate.OverAll, "", StringComparison.Ordinal);
            figures.Add(Provisioned(
                prices, $"{tokens}_per_s_per_mw", UnitCosts.TokensPerSPerMw(prices.ProvisionedKw, rate.Value), "tok/s/MW",
                $"{rate.Title} × 1000 ÷ {PowerTitle}", Text($"{rate.Value} × 1000 ÷ {prices.ProvisionedKw}")));
            figures.Add(Provisioned(
                prices, $"provisioned_joules_per_{tokens[..^1]}", UnitCosts.ProvisionedJoulesPerToken(prices.ProvisionedKw, rate.Value), "J/token",
                $"{PowerTitle} × 1000 ÷ {rate.Title}", Text($"{prices.ProvisionedKw} × 1000 ÷ {rate.Value}")));
        }
    }

    private static EconomicFigure Provisioned(SkuPrices prices, string key, double value, string unit, string formula, string working) => new()
    {
        Key = key, Value = value, Unit = unit, Formula = formula, Working = working, Table = prices.Table, Date = prices.Date, Source = prices.Source,
    };

    private static void AddMeasured(List<EconomicFigure> figures, MeasuredEnergy? energy)
    {
        Add("total", energy?.JoulesPerTotalToken);
        Add("output", energy?.JoulesPerOutputToken);
        Add("input", energy?.JoulesPerInputToken);

        void Add(string kind, double? value)
        {
            if (value is { } joules)
            {
                figures.Add(new EconomicFigure
                {
                    Key = $"measured_joules_per_{kind}_token",
                    Value = joules,
                    Unit = "J/token",
                    Formula = $"∫ power of all GPUs dt ÷ {(kind == "total" ? "tokens" : kind + " tokens")} of completed requests",
                    Working = "measured",
                });
            }
        }
    }

    internal static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
