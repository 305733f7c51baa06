using System.Xml.Linq;
using LoadGen.Browser.Support;
using Microsoft.Playwright;

namespace LoadGen.Browser;

public class TableTests(Chromium chromium)
{
    [Fact]
    public async Task Every_column_sorts_both_ways()
    {
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document(ReportRowsFor.Many(30)), "#tab=table");
        ILocator heads = report.Locator(".runs thead th button");
        int columns = await heads.CountAsync();
        Assert.True(columns > 20);
        for (int i = 0; i < columns; i++)
        {
            await heads.Nth(i).ClickAsync();
            string? once = await report.Locator(".runs thead th").Nth(i).GetAttributeAsync("aria-sort");
            await heads.Nth(i).ClickAsync();
            string? twice = await report.Locator(".runs thead th").Nth(i).GetAttributeAsync("aria-sort");
            Assert.Equal(["ascending", "descending"], new[] { once, twice }.Order());
        }

        Assert.Equal(30, await report.Locator(".runs tbody tr").CountAsync());
        report.AssertQuiet();
    }

    [Fact]
    public async Task Numbers_sort_as_numbers()
    {
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document([ReportRowsFor.One("a", concurrency: 9), ReportRowsFor.One("b", concurrency: 128), ReportRowsFor.One("c", concurrency: 16)]), "#tab=table&sort=concurrency&descending=false");
        Assert.Equal(["a", "c", "b"], await report.Locator(".runs tbody tr").EvaluateAllAsync<string[]>("rows => rows.map(row => row.dataset.run)"));
        report.AssertQuiet();
    }

    [Fact]
    public async Task Many_rows_come_in_pages()
    {
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document(ReportRowsFor.Many(250)), "#tab=table");
        Assert.Equal(100, await report.Locator(".runs tbody tr").CountAsync());
        await report.Page.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
        await report.Page.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
        Assert.Equal(50, await report.Locator(".runs tbody tr").CountAsync());
        Assert.True(await report.Page.GetByRole(AriaRole.Button, new() { Name = "Next" }).IsDisabledAsync());
        await report.Page.GetByRole(AriaRole.Button, new() { Name = "Previous" }).ClickAsync();
        Assert.Equal(100, await report.Locator(".runs tbody tr").CountAsync());
        report.AssertQuiet();
    }

    [Fact]
    public async Task The_CSV_file_has_every_row_and_no_formula()
    {
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document([.. ReportRowsFor.Many(20), ReportRowsFor.One("evil", model: "=cmd|' /C calc'!A0\"")]), "#tab=table&model=&sequence=");
        IDownload download = await report.Page.RunAndWaitForDownloadAsync(() => report.Locator("#csv").ClickAsync());
        string[] lines = (await File.ReadAllTextAsync(await download.PathAsync())).TrimEnd().Split("\r\n");
        Assert.Equal(22, lines.Length);
        Assert.Contains("tput_per_gpu", lines[0], StringComparison.Ordinal);
        Assert.Contains("price_tier,price_table,price_date,gpu_hour_usd,provisioned_kw", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"'=cmd", string.Join('\n', lines), StringComparison.Ordinal);
        report.AssertQuiet();
    }

    [Fact]
    public async Task Every_chart_can_be_saved_as_PNG_and_as_SVG()
    {
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document([.. ReportRowsFor.Many(50).Select(row => row with { Simulated = true })]));
        foreach (string chart in new[] { "interactivity", "latency", "cost", "power", "own" })
        {
            ILocator card = report.Locator($"#chart-{chart}");
            await card.ScrollIntoViewIfNeededAsync();
            await card.Locator("canvas").First.WaitForAsync();
            IDownload png = await report.Page.RunAndWaitForDownloadAsync(() => card.GetByRole(AriaRole.Button, new() { Name = "PNG" }).ClickAsync());
            byte[] bytes = await File.ReadAllBytesAsync(await png.PathAsync());
            Assert.Equal($"chart-{chart}.png", png.SuggestedFilename);
            Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], bytes[..4]);
            IDownload svg = await report.Page.RunAndWaitForDownloadAsync(() => card.GetByRole(AriaRole.Button, new() { Name = "SVG" }).ClickAsync());
            string text = await File.ReadAllTextAsync(await svg.PathAsync());
            XElement root = XDocument.Parse(text).Root!;
            Assert.Equal("svg", root.Name.LocalName);
            // Title, what it is of, and the legend: elsewhere the picture has no page around it.
            string[] words = [.. root.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value)];
            Assert.Contains(await card.Locator("h3").InnerTextAsync(), words);
            Assert.Contains("A report, written 2026-03-01 12:00 UTC", words);
            Assert.All(await report.Locator(".legend button").EvaluateAllAsync<string[]>("all => all.map(one => one.dataset.series)"), name => Assert.Contains(name, words));
            // No picture leaves the page without it.
            Assert.Contains("SIMULATED", text, StringComparison.Ordinal);

            // Nor does a cost without what it rests on.
            Assert.Equal(chart == "cost", text.Contains("hyperscaler, table", StringComparison.Ordinal));
        }

        report.AssertQuiet();
    }
}
