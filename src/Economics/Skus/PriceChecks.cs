using System.Globalization;
using LoadGen.Configuration;

namespace LoadGen.Economics.Skus;

/// <summary>Price tables are dated, each stands once, and the newest is the last.</summary>
internal static class PriceChecks
{
    private static readonly string[] s_formats = ["yyyy-MM", "yyyy-MM-dd"];

    public static void Check(Sku sku, ProblemList problems)
    {
        if (sku.Prices.Count == 0 && !sku.Planned)
        {
            problems.Add("prices", "there are none: only a planned SKU may be without");
        }

        DateOnly last = DateOnly.MinValue;
        for (int i = 0; i < sku.Prices.Count; i++)
        {
            SkuPrices prices = sku.Prices[i];
            string path = $"prices[{i}]";
            SkuChecks.Filled(problems, $"{path}.table", prices.Table);
            SkuChecks.Filled(problems, $"{path}.source", prices.Source);
            SkuChecks.Positive(problems, $"{path}.provisioned_kw", prices.ProvisionedKw);
            SkuChecks.Positive(problems, $"{path}.hyperscaler_usd", prices.HyperscalerUsd);
            SkuChecks.Positive(problems, $"{path}.neocloud_usd", prices.NeocloudUsd);
            SkuChecks.Positive(problems, $"{path}.rental_usd", prices.RentalUsd);
            if (sku.Prices.Take(i).Any(earlier => earlier.Table == prices.Table))
            {
                problems.Add($"{path}.table", $"the table '{prices.Table}' stands here a second time");
            }

            if (!TryParseDate(prices.Date, out DateOnly date))
            {
                problems.Add($"{path}.date", $"found '{prices.Date}'; accepted: a month or a day, such as 2026-07 or 2026-07-01");
            }
            else if (date <= last)
            {
                problems.Add($"{path}.date", $"found {prices.Date}, not after the table before it; accepted: tables in the order of their dates, the newest last");
            }
            else
            {
                last = date;
            }
        }
    }

    // A month stands for its first day.
    private static bool TryParseDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, s_formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
}
