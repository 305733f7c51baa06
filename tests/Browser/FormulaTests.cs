using LoadGen.Browser.Support;
using LoadGen.Economics.Costs;
using LoadGen.Economics.Figures;
using LoadGen.Economics.Frontier;
using LoadGen.Economics.PriceLists;
using Microsoft.Playwright;

namespace LoadGen.Browser;

/// <summary>The page computes frontiers and costs itself, because filters change them: by the same formulas as the program.</summary>
public class FormulaTests(Chromium chromium)
{
    [Fact]
    public async Task Frontiers_and_curves_are_the_program_s()
    {
        var random = new Random(11);
        FrontierPoint[] points = [.. Enumerable.Range(0, 60).Select(_ => new FrontierPoint(Math.Round(200 * random.NextDouble(), 1), Math.Round(5_000 * random.NextDouble(), 1)))];
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document([ReportRowsFor.One("a")]));
        foreach (bool isLatency in new[] { false, true })
        {
            FrontierPoint[] expected = [.. ParetoFrontier.Indices(points, isLatency).Select(i => points[i])];
            var spline = new SteffenSpline([.. expected.Select(p => p.X)], [.. expected.Select(p => p.Y)]);
            double[] at = [.. Enumerable.Range(0, 101).Select(i => spline.From + ((spline.To - spline.From) * i / 100))];

            double[][] found = await report.Page.EvaluateAsync<double[][]>(
                "([points, latency, at]) => { const { frontier, curve } = loadgenReport; const best = frontier(points.map(([x, y]) => ({ x, y })), latency); return [best.map(p => p.x), best.map(p => p.y), at.map(curve(best))]; }",
                new object[] { points.Select(p => new[] { p.X, p.Y }).ToArray(), isLatency, at });

            Assert.Equal(expected.Select(p => p.X), found[0]);
            Assert.Equal(expected.Select(p => p.Y), found[1]);
            Assert.All(at.Zip(found[2]), pair => Assert.Equal(spline.At(pair.First)!.Value, pair.Second, 1e-6));
        }

        report.AssertQuiet();
    }

    [Fact]
    public async Task Costs_are_the_program_s()
    {
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document([ReportRowsFor.One("a")]));
        double[] found = await report.Page.EvaluateAsync<double[]>(
            "() => [loadgenReport.usdPerMillion(1.41, 347.9), loadgenReport.tokensPerSPerMw(1.73, 347.9), loadgenReport.joulesPerToken(1.73, 347.9), loadgenReport.tokensPerUsd(1.41, 347.9)]");
        Assert.Equal(UnitCosts.UsdPerMillionTokens(1.41, 347.9), found[0], 1e-9);
        Assert.Equal(UnitCosts.TokensPerSPerMw(1.73, 347.9), found[1], 1e-6);
        Assert.Equal(UnitCosts.ProvisionedJoulesPerToken(1.73, 347.9), found[2], 1e-9);
        Assert.Equal(UnitCosts.TokensPerUsd(1.41, 347.9), found[3], 1e-6);
        report.AssertQuiet();
    }

    [Fact]
    public async Task Margins_are_the_program_s()
    {
        var price = new TokenPrice { Provider = "p", Model = "m", InputUsdPerMillion = 0.55, OutputUsdPerMillion = 2.19 };
        var sale = new TokenSale(new TokenPriceList { Name = "l", Date = "2026-07", Source = "s", Prices = [price] }, price);
        EconomicFigure margin = RowEconomics.Of(new RowThroughput { Total = 347.9, Input = 180.5, Output = 167.4 }, null, 1.41, null, sale).Single(figure => figure.Key == "gross_margin");
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document([ReportRowsFor.One("a")]));
        Assert.Equal(margin.Value, await report.Page.EvaluateAsync<double>("() => loadgenReport.marginOf(1.41, 180.5, 167.4, 0.55, 2.19)"), 1e-9);
        report.AssertQuiet();
    }

    [Fact]
    public async Task Every_chart_leads_to_its_formula_and_every_table_has_its_date()
    {
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document(ReportRowsFor.Many(20)));
        foreach (string chart in new[] { "interactivity", "latency", "cost", "power", "own" })
        {
            await report.Tab("Charts").ClickAsync();
            await report.Locator($"#chart-{chart}").ScrollIntoViewIfNeededAsync();
            await report.Locator($"#chart-{chart} canvas").First.WaitForAsync();
            await report.Locator($"#chart-{chart}").GetByRole(AriaRole.Button, new() { Name = "Formulas of" }).ClickAsync();
            Assert.StartsWith("formula-", await report.Page.EvaluateAsync<string>("document.activeElement.id"), StringComparison.Ordinal);
        }

        Assert.Contains("date 2026-07", await report.Locator(".panel-formulas").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("loadgen 1.2.3", await report.Locator(".panel-formulas").InnerTextAsync(), StringComparison.Ordinal);
        report.AssertQuiet();
    }
}
