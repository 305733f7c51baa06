using LoadGen.Browser.Support;
using LoadGen.Economics.PriceLists;
using LoadGen.Results.Points;
using LoadGen.Results.Rows;
using Microsoft.Playwright;

namespace LoadGen.Browser;

public class RunTests(Chromium chromium)
{
    private const string Record = """{"index":0,"outcome":"completed","send_s":0,"end_s":20,"ttft_ms":1000,"output_tokens":100}""";

    [Fact]
    public async Task A_run_has_its_percentiles_and_its_timeline()
    {
        using var folder = new RunFolderFor();
        folder.Result(30).Records(Record).Power((1, 0, 400), (2, 0, 500), (3, 0, 450)).Log("ttft.hlog", 100, 200, 900).Log("itl.hlog", 9, 10, 11).Log("tpot.hlog", 10).Log("e2e.hlog", 5000);
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document([ReportRowsFor.One("a", folder: folder.Path)]), "#tab=run");
        foreach (string chart in new[] { "percentiles-ttft", "percentiles-itl", "percentiles-tpot", "percentiles-e2el", "timeline" })
        {
            Assert.NotEqual("0", await report.Locator($"#{chart} .drawing").GetAttributeAsync("data-series"));
        }

        await report.Locator("#percentiles-ttft").GetByLabel("log ms").CheckAsync();
        Assert.Contains("every value", await report.Locator(".run-facts > .note").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("Folder of the run", await report.Locator(".run-facts a.source").InnerTextAsync());
        report.AssertQuiet();
    }

    [Fact]
    public async Task Values_of_a_run_can_be_read_off_its_charts_by_mouse_and_by_key()
    {
        using var folder = new RunFolderFor();
        folder.Result(30).Records(Record).Power((1, 0, 400), (2, 0, 500), (3, 0, 450)).Log("ttft.hlog", 100, 200, 900);
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document([ReportRowsFor.One("a", folder: folder.Path)]), "#tab=run");
        await report.Locator("#percentiles-ttft .focusable").FocusAsync();
        await report.Page.Keyboard.PressAsync("End");
        ILocator said = report.Locator("#percentiles-ttft [aria-live]");
        string read = await said.InnerTextAsync();
        Assert.StartsWith("Point 6 of 6: H200", read, StringComparison.Ordinal);
        Assert.Matches(@"\d% [89]\d\d(\.\d+)? ms\s*$", read);
        await Assertions.Expect(report.Locator("#percentiles-ttft .tip")).ToContainTextAsync(" ms");
        await report.Locator("#timeline .focusable").FocusAsync();
        await report.Page.Keyboard.PressAsync("ArrowRight");
        Assert.Matches(@"Point 1 of \d+: 0 to .* s: Requests under way 1", await report.Locator("#timeline [aria-live]").InnerTextAsync());
        await report.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("true", await report.Tab("Run").GetAttributeAsync("aria-selected"));
        await report.Locator("#timeline canvas").First.HoverAsync();
        await Assertions.Expect(report.Locator("#timeline .tip")).ToContainTextAsync("Requests under way");
        report.AssertQuiet();
    }

    [Fact]
    public async Task A_row_of_others_shows_its_summary_and_where_it_was_published()
    {
        ResultRow row = ReportRowsFor.One("a") with { Source = RowSource.InferenceX, Url = "https://example.org/run/1" };
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document([row, row with { Id = "b", Url = "javascript:alert(1)", MeasuredAt = ReportRowsFor.Day.AddDays(-1) }]), "#tab=run&run=a");
        Assert.Equal("https://example.org/run/1", await report.Locator(".run-facts a.source").GetAttributeAsync("href"));
        Assert.Contains("dashed", await report.Locator(".run-facts > .note").InnerTextAsync(), StringComparison.Ordinal);
        await report.Locator("#timeline .empty").WaitForAsync();
        await report.Page.EvaluateAsync("location.hash = '#tab=run&run=b'");
        await Assertions.Expect(report.Locator(".run-facts a.source")).ToHaveCountAsync(0);
        report.AssertQuiet();
    }

    [Fact]
    public async Task Two_runs_are_compared_figure_by_figure()
    {
        ResultRow[] rows = [ReportRowsFor.One("a", throughput: 400), ReportRowsFor.One("b", "b200", throughput: 800)];
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document(rows), "#tab=compare");
        await report.Locator(".panel-compare .picker select").First.SelectOptionAsync("a");
        await report.Locator(".panel-compare .picker select").Nth(1).SelectOptionAsync("b");
        ILocator line = report.Page.Locator(".comparison tr", new() { HasText = "Throughput per GPU, all tokens" });
        Assert.Contains("+100%", await line.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("better", await line.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("2", await report.Locator("#compare-ttft .drawing").GetAttributeAsync("data-series"));
        await report.Page.GetByRole(AriaRole.Button, new() { Name = "Swap A and B" }).ClickAsync();
        Assert.Contains("-50%", await line.InnerTextAsync(), StringComparison.Ordinal);
        report.AssertQuiet();
    }

    [Fact]
    public async Task A_figure_that_only_one_of_two_runs_has_is_neither_better_nor_worse()
    {
        ResultRow one = ReportRowsFor.One("a");
        ResultRow without = ReportRowsFor.One("b", "b200") with { Metrics = one.Metrics.Where(pair => pair.Key != "p99_ttft").ToDictionary() };
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document([one, without]), "#tab=compare&a=a&b=b");
        Assert.Equal(["TTFT, p99", "ms", "320", "–", "–"], await CellsAsync(report, "TTFT, p99"));
        report.AssertQuiet();
    }

    [Fact]
    public async Task A_pair_s_cost_stands_beside_that_of_an_engine_that_does_both()
    {
        ResultRow one = ReportRowsFor.One("a");
        ResultRow pair = ReportRowsFor.One("b") with { Identity = one.Identity with { Disaggregated = true, Prefill = new WorkerShape { Tp = 8, Gpus = 8 } } };
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document([one, pair], ReportRowsFor.Options with { GpuHourUsd = 1.8 }), "#tab=compare&a=a&b=b");
        // 1.8 $ an hour for 200 tok/s are 2.50 $; the pair's 200 are over half of its GPUs, so 100 over all: 5 $.
        Assert.Equal(["Cost per million output tokens, over all GPUs", "$", "$2.50", "$5.00", "+100% worse"], await CellsAsync(report, "Cost per million output tokens, over all GPUs"));
        Assert.Equal(["Cost per million output tokens, over the GPUs of decode alone", "$", "–", "$2.50", "–"], await CellsAsync(report, "Cost per million output tokens, over the GPUs of decode alone"));
        report.AssertQuiet();
    }

    [Fact]
    public async Task Margins_stand_in_the_table_beside_a_point_in_the_comparison_and_in_the_CSV_file()
    {
        var list = new TokenPriceList
        {
            Name = "list", Date = "2026-07-01", Source = "https://example.org/prices",
            Prices = [new() { Provider = "north", Model = "dsr1", InputUsdPerMillion = 2, OutputUsdPerMillion = 3 }, new() { Provider = "south", Model = "DSR1", InputUsdPerMillion = 1, OutputUsdPerMillion = 1 }],
        };
        ResultRow[] rows = [ReportRowsFor.One("a"), ReportRowsFor.One("b", "b200", throughput: 800), ReportRowsFor.One("c", model: "other")];
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document(rows, ReportRowsFor.Options with { GpuHourUsd = 1.8, PriceLists = [list] }), "#tab=table&model=&sort=margin");
        // 200 and 200 tok/s earn (200 × 2 + 200 × 3) × 3600 ÷ 10⁶ = 3.60 $ an hour: half of it is left of 1.80 $.
        int column = Array.IndexOf(await report.Locator(".runs thead th").EvaluateAllAsync<string[]>("all => all.map(one => one.innerText.trim())"), "Gross margin");
        Assert.Equal(["75.0%", "50.0%", "–"], await report.Locator(".runs tbody tr").EvaluateAllAsync<string[]>($"rows => rows.map(row => row.cells[{column}].innerText)"));
        IDownload csv = await report.Page.RunAndWaitForDownloadAsync(() => report.Locator("#csv").ClickAsync());
        string text = await File.ReadAllTextAsync(await csv.PathAsync());
        Assert.Contains("gross_margin", text, StringComparison.Ordinal);
        Assert.Contains(",list,2026-07-01,north,", text, StringComparison.Ordinal);

        await report.Page.EvaluateAsync("location.hash = '#tab=compare&a=a&b=b&model='");
        Assert.Equal(["Gross margin, by list (2026-07-01), north", "of revenue", "50.0%", "75.0%", "+25.0 points better"], await CellsAsync(report, "Gross margin"));
        await report.Locator("[data-setting='sale'] select").SelectOptionAsync("list/south");
        Assert.Equal("-25.0%", (await CellsAsync(report, "Gross margin"))[2]);

        await report.Tab("Charts").ClickAsync();
        await report.Locator("#chart-interactivity canvas").First.WaitForAsync();
        await report.Locator("#chart-interactivity .focusable").FocusAsync();
        await report.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(report.Locator("#chart-interactivity .tooltip")).ToContainTextAsync("Gross margin37.5% by list (2026-07-01), south");
        await report.Tab("Formulas").ClickAsync();
        Assert.Contains("https://example.org/prices; date 2026-07-01", await report.Locator(".panel-formulas").InnerTextAsync(), StringComparison.Ordinal);
        await report.Tab("Compare").ClickAsync();
        await report.Locator("[data-setting='sale'] select").SelectOptionAsync("");
        Assert.Equal(0, await report.Page.Locator(".comparison tr", new() { HasText = "Gross margin" }).CountAsync());
        report.AssertQuiet();
    }

    [Fact]
    public async Task History_has_a_line_for_each_point_measured_more_than_once()
    {
        ResultRow first = ReportRowsFor.One("a");
        ResultRow[] rows = [first, first with { Id = "b", MeasuredAt = ReportRowsFor.Day.AddDays(1) }, first with { Id = "c", MeasuredAt = ReportRowsFor.Day.AddDays(2) }, ReportRowsFor.One("single", "b200"),
            ReportRowsFor.One("d", "b300"), ReportRowsFor.One("e", "b300") with { MeasuredAt = ReportRowsFor.Day.AddDays(1) }];
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document(rows), "#tab=history");
        Assert.Equal("2", await report.Locator("#history .drawing").GetAttributeAsync("data-series"));
        await report.Locator(".panel-history .settings select").SelectOptionAsync("p99_ttft");
        Assert.Contains("metric=p99_ttft", report.Page.Url, StringComparison.Ordinal);
        await report.Locator(".lines input").First.UncheckAsync();
        Assert.Equal("1", await report.Locator("#history .drawing").GetAttributeAsync("data-series"));
        await report.Locator(".lines input:checked").ClickAsync();
        Assert.Equal("0", await report.Locator("#history .drawing").GetAttributeAsync("data-series"));
        Assert.Equal("No configuration is chosen below.", await report.Locator("#history .empty").InnerTextAsync());
        await report.Locator(".lines input").Nth(1).CheckAsync();
        Assert.Equal("1", await report.Locator("#history .drawing").GetAttributeAsync("data-series"));
        report.AssertQuiet();
    }

    private static async Task<string[]> CellsAsync(OpenReport report, string figure) =>
        await report.Page.Locator(".comparison tr", new() { HasText = figure }).First.Locator("th, td").EvaluateAllAsync<string[]>("all => all.map(one => one.innerText.trim())");
}
