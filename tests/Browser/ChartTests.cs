using LoadGen.Browser.Support;
using LoadGen.Results.Rows;
using Microsoft.Playwright;

namespace LoadGen.Browser;

public class ChartTests(Chromium chromium)
{
    private static readonly string[] s_charts = ["interactivity", "latency", "cost", "power", "own"];

    [Fact]
    public async Task Every_chart_draws_every_point_and_says_nothing_to_anyone()
    {
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document(ReportRowsFor.Many(300)));
        foreach (string chart in s_charts)
        {
            await report.Locator($"#chart-{chart}").ScrollIntoViewIfNeededAsync();
            await report.Locator($"#chart-{chart} canvas").First.WaitForAsync();
            Assert.Equal(300, await report.PointsAsync(chart));
        }

        report.AssertQuiet();
    }

    [Fact]
    public async Task Two_thousand_points_are_all_drawn()
    {
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document(ReportRowsFor.Many(2_000), ReportRowsFor.Options with { DetailsMax = 0 }));
        await report.Locator("#chart-interactivity canvas").First.WaitForAsync();
        Assert.Equal(2_000, await report.PointsAsync("interactivity"));
        report.AssertQuiet();
    }

    [Fact]
    public async Task Each_of_two_thousand_points_can_be_reached_by_key_and_by_mouse()
    {
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document(ReportRowsFor.Many(2_000), ReportRowsFor.Options with { DetailsMax = 0 }));
        await report.Locator("#chart-interactivity canvas").First.WaitForAsync();
        ILocator ring = report.Locator("#chart-interactivity .ring");
        Assert.True(await ring.IsHiddenAsync());
        await report.Locator("#chart-interactivity .focusable").FocusAsync();
        await report.Page.Keyboard.PressAsync("Home");
        string first = await report.Locator("#chart-interactivity [aria-live]").InnerTextAsync();
        Assert.StartsWith("Point 1 of 2000: ", first, StringComparison.Ordinal);
        await Assertions.Expect(report.Locator("#chart-interactivity .tooltip strong")).ToHaveTextAsync(first["Point 1 of 2000: ".Length..first.IndexOf(": Interactivity", StringComparison.Ordinal)]);
        LocatorBoundingBoxResult at = (await ring.BoundingBoxAsync())!;
        await report.Page.Keyboard.PressAsync("Escape");
        Assert.True(await ring.IsHiddenAsync());

        await report.Page.Mouse.MoveAsync(at.X + 60, at.Y + 8);
        await report.Page.Mouse.MoveAsync(at.X + (at.Width / 2), at.Y + (at.Height / 2), new() { Steps = 5 });
        await Assertions.Expect(ring).ToBeVisibleAsync();
        await report.Page.Mouse.ClickAsync(at.X + (at.Width / 2), at.Y + (at.Height / 2));
        await Assertions.Expect(report.Locator(".choice")).ToBeVisibleAsync();
        report.AssertQuiet();
    }

    [Fact]
    public async Task Frontier_points_and_labels_can_be_switched_off_and_axes_made_logarithmic()
    {
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document(ReportRowsFor.Many(100)));
        ILocator drawing = report.Locator("#chart-interactivity .drawing");
        int all = int.Parse((await drawing.GetAttributeAsync("data-series"))!, System.Globalization.CultureInfo.InvariantCulture);
        await report.Page.GetByLabel("Pareto frontier").UncheckAsync();
        int points = int.Parse((await drawing.GetAttributeAsync("data-series"))!, System.Globalization.CultureInfo.InvariantCulture);
        await report.Page.GetByLabel("Points", new() { Exact = true }).UncheckAsync();
        Assert.True(all > points && points > 0);
        Assert.Equal("0", await drawing.GetAttributeAsync("data-series"));
        await report.Page.GetByLabel("Points", new() { Exact = true }).CheckAsync();
        await report.Page.GetByLabel("Labels").UncheckAsync();
        await report.Locator("[data-log='interactivity-x'] input").CheckAsync();
        await report.Locator("[data-log='interactivity-y'] input").CheckAsync();
        Assert.Contains("log=interactivity-x,interactivity-y", report.Page.Url, StringComparison.Ordinal);
        report.AssertQuiet();
    }

    [Fact]
    public async Task Every_setting_changes_the_charts_and_stands_in_the_address()
    {
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document(ReportRowsFor.Many(100)));
        (string Setting, string Value)[] choices =
            [("stat", "p90"), ("stat", "mean"), ("stat", "p99"), ("tokens", "output"), ("tokens", "input"), ("tier", "neocloud"), ("tier", "rental"), ("tier", "own"), ("table", "article"),
             ("colour", "configuration"), ("colour", "framework"), ("colour", "precision"), ("colour", "model"), ("colour", "parallelism"), ("colour", "day"), ("colour", "hardware")];
        foreach ((string setting, string value) in choices)
        {
            await report.Locator($"[data-setting='{setting}'] select").SelectOptionAsync(value);
            Assert.Contains($"{setting}={value}", report.Page.Url, StringComparison.Ordinal);
        }

        await report.Page.GetByLabel("$ per GPU-hour").FillAsync("2.5");
        await report.Page.GetByLabel("$ per GPU-hour").PressAsync("Enter");
        Assert.Contains("price=2.5", report.Page.Url, StringComparison.Ordinal);
        await report.Locator("#chart-cost").ScrollIntoViewIfNeededAsync();
        Assert.Equal(100, await report.PointsAsync("cost"));
        report.AssertQuiet();
    }

    [Fact]
    public async Task The_fifth_chart_has_the_axes_that_one_chooses()
    {
        ResultRow[] rows = [.. ReportRowsFor.Many(50).Select(row => row with { Metrics = new Dictionary<string, double>(row.Metrics) { ["total_token_throughput"] = 8 * row.Metrics["tput_per_gpu"] } })];
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document(rows));
        await report.Locator("#chart-own").ScrollIntoViewIfNeededAsync();
        await report.Locator("#chart-own canvas").First.WaitForAsync();
        ILocator vertical = report.Locator("#chart-own .own-axes select").Nth(1);
        string[] axes = await vertical.Locator("option").EvaluateAllAsync<string[]>("options => options.map(option => option.value)");
        Assert.Equal(15, axes.Length);
        foreach (string axis in axes)
        {
            await vertical.SelectOptionAsync(axis);
            Assert.Equal(50, await report.PointsAsync("own"));
        }

        await report.Locator("#chart-own .own-axes select").First.SelectOptionAsync("concurrency");
        Assert.Equal(50, await report.PointsAsync("own"));
        report.AssertQuiet();
    }

    [Fact]
    public async Task The_legend_hides_a_series_and_shows_it_alone()
    {
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document([ReportRowsFor.One("a", "h200"), ReportRowsFor.One("b", "b200"), ReportRowsFor.One("c", "mi355x")]));
        ILocator series = report.Locator(".legend button");
        Assert.Equal(3, await series.CountAsync());
        await series.First.ClickAsync();
        Assert.Equal("false", await series.First.GetAttributeAsync("aria-pressed"));
        await series.Nth(1).ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        Assert.Equal(["false", "true", "false"], await series.EvaluateAllAsync<string[]>("all => all.map(one => one.getAttribute('aria-pressed'))"));
        await series.Nth(1).ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        Assert.Equal(["true", "true", "true"], await series.EvaluateAllAsync<string[]>("all => all.map(one => one.getAttribute('aria-pressed'))"));
        report.AssertQuiet();
    }

    [Fact]
    public async Task A_SKU_without_a_price_is_named_and_costs_nothing()
    {
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document([ReportRowsFor.One("a", "abacus")]));
        Assert.Contains("abacus", await report.Locator(".panel-charts > .note").InnerTextAsync(), StringComparison.Ordinal);
        await report.Locator("#chart-cost").ScrollIntoViewIfNeededAsync();
        await report.Locator("#chart-cost .empty").WaitForAsync();
        report.AssertQuiet();
    }

    [Fact]
    public async Task With_a_price_of_one_s_own_a_SKU_without_a_row_has_a_cost_and_the_note_says_what_it_has_not()
    {
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document([ReportRowsFor.One("a", "abacus")], ReportRowsFor.Options with { GpuHourUsd = 2.5 }));
        string note = await report.Locator(".panel-charts > .note").InnerTextAsync();
        Assert.Equal("Not in the table 2026-07, so without power: abacus.", note);
        await report.Locator("#chart-cost").ScrollIntoViewIfNeededAsync();
        await report.Locator("#chart-cost canvas").First.WaitForAsync();
        Assert.Equal(1, await report.PointsAsync("cost"));
        report.AssertQuiet();
    }

    [Fact]
    public async Task Points_of_different_variants_have_colours_of_their_own()
    {
        ResultRow row = ReportRowsFor.One("a");
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document([row, row with { Id = "b", Identity = row.Identity with { Variant = "time_scale=4" } }]));
        Assert.Equal(["H200", "H200 · time_scale=4"], await report.Locator(".legend button").EvaluateAllAsync<string[]>("all => all.map(one => one.dataset.series)"));
        report.AssertQuiet();
    }

    [Fact]
    public async Task Simulated_runs_are_said_and_flagged_ones_are_marked()
    {
        ResultRow[] rows = [ReportRowsFor.One("a") with { Simulated = true }, ReportRowsFor.One("b", concurrency: 9) with { Flags = ["does not add up"] }];
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document(rows));
        Assert.Contains("simulated", await report.Locator(".banner").InnerTextAsync(), StringComparison.Ordinal);
        await report.Tab("Table").ClickAsync();
        Assert.Contains("does not add up", await report.Locator("tr.marked").InnerTextAsync(), StringComparison.Ordinal);
        await report.Page.GetByLabel("Flagged and invalid runs too").UncheckAsync();
        Assert.Equal(0, await report.Locator("tr.marked").CountAsync());
        report.AssertQuiet();
    }
}
