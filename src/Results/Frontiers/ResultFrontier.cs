using System.Globalization;
using LoadGen.Economics.Figures;
using LoadGen.Economics.Frontier;
using LoadGen.Economics.Skus;
using LoadGen.Results.Points;
using LoadGen.Results.Rows;

namespace LoadGen.Results.Frontiers;

/// <summary>
/// The Pareto frontiers of rows, and what they are between their points: the throughput by a monotone cubic, costs, tok/s/MW and J/token derived
/// from that throughput. Outside of what was measured there is nothing. docs/economics.md says why.
/// </summary>
public static class ResultFrontier
{
    private const string Formula =
        "Steffen's monotone cubic through the Pareto frontier of the group's tok/s/GPU over all GPUs, at 0 or above; total, output and input tokens have a frontier each";

    /// <summary>The frontiers of these rows, of each point its newest measurement.</summary>
    /// <param name="rows">The rows; those that are not sound are left out.</param>
    /// <param name="catalog">Prices and powers of their SKUs.</param>
    /// <param name="options">Of what, and where.</param>
    public static FrontierReport Of(IReadOnlyList<ResultRow> rows, SkuCatalog catalog, FrontierOptions options)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        ResultRow[] usable =
        [
            .. rows.Where(row => row.IsSound && X(row, options) is not null && RowFigures.Throughput(row) is not null)
                .GroupBy(row => (PointKey.Of(row), row.Repeat)).Select(point => point.MaxBy(row => row.MeasuredAt)!),
        ];
        return new FrontierReport
        {
            Options = options,
            Formula = Formula,
            Groups = [.. usable.GroupBy(row => FrontierGrouping.Of(row, options.By)).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => Group(group.Key, [.. group], catalog, options))],
            LeftOut = rows.Count - usable.Length,
        };
    }

    private static FrontierGroup Group(string name, ResultRow[] rows, SkuCatalog catalog, FrontierOptions options)
    {
        FrontierCurve total = Curve(rows, options, throughput => throughput.Total)!;
        FrontierCurve? output = Curve(rows, options, throughput => throughput.OutputOverAll);
        FrontierCurve? input = Curve(rows, options, throughput => throughput.InputOverAll);
        SkuPrices? prices = catalog.TryGet(rows[0].Identity.Hardware, out Sku? sku) ? sku.PricesIn(options.PriceTable) : null;
        return new FrontierGroup
        {
            Name = name,
            Points = rows.Length,
            Scores = GroupScore.Of(rows),
            Frontier = [.. total.Indices.Select(i => rows[i].Id)],
            From = total.From,
            To = total.To,
            Readings = [.. options.At.Select(at => Read(at))],
        };

        FrontierReading Read(double at)
        {
            (double? all, double? made, double? taken) = (total.TokensPerSPerGpuAt(at), output?.TokensPerSPerGpuAt(at), input?.TokensPerSPerGpuAt(at));
            return new FrontierReading
            {
                At = at,
                Total = all,
                Output = made,
                Input = taken,
                Absent = [.. Absent("total", all, total, options.Unit), .. Absent("output", made, output, options.Unit), .. Absent("input", taken, input, options.Unit)],
                // Over all GPUs already: as of GPUs that do both.
                Economics = RowEconomics.Of(new RowThroughput { Total = all ?? 0, Output = made, Input = taken }, prices, options.OwnUsdPerGpuHour),
            };
        }
    }

    private static IEnumerable<string> Absent(string tokens, double? value, FrontierCurve? curve, string unit)
    {
        if (value is null)
        {
            yield return curve is null
                ? $"{tokens} tokens: no row has them"
                : string.Create(CultureInfo.InvariantCulture, $"{tokens} tokens: outside of what was measured, {curve.From:0.###} to {curve.To:0.###} {unit}");
        }
    }

    // A row without the figure is no point of the frontier, as one whose figure is no number.
    private static FrontierCurve? Curve(ResultRow[] rows, FrontierOptions options, Func<RowThroughput, double?> figure) => FrontierCurve.Of(
        [.. rows.Select(row => new FrontierPoint(X(row, options)!.Value, figure(RowFigures.Throughput(row)!) is { } rate and > 0 ? rate : double.NaN))],
        options.Axis == FrontierAxis.E2e);

    private static double? X(ResultRow row, FrontierOptions options)
    {
        double? found = options.Axis == FrontierAxis.E2e
            ? Metric(row, $"{options.Statistic}_e2el")
            : Metric(row, $"{options.Statistic}_intvty") ?? 1 / Metric(row, $"{options.Statistic}_tpot");
        return found is > 0 && double.IsFinite(found.Value) ? found : null;
    }

    private static double? Metric(ResultRow row, string key) => row.Metrics.TryGetValue(key, out double value) ? value : null;
}
