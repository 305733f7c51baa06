using System.Net;
using LoadGen.Browser.Support;
using LoadGen.Economics.Skus;
using LoadGen.Reporting.Html;
using LoadGen.Reporting.Html.Serving;
using LoadGen.Results.Rows;
using Microsoft.Playwright;

namespace LoadGen.Browser;

public class ServedTests(Chromium chromium)
{
    [Fact]
    public async Task A_run_that_is_finished_meanwhile_comes_into_the_page_and_the_view_stays()
    {
        using var folder = new RunFolderFor();
        folder.Result(10);
        ResultRow[] rows = [ReportRowsFor.One("run-1", folder: folder.Path)];
        var time = new ManualTime();
        var source = new ReportSource([folder.Path], ReportRowsFor.Options, new ReportBuilder(SkuCatalog.BuiltIn), _ => new RowReading(rows, []), time);
        await using ReportServer server = await ReportServer.StartAsync(source, new IPEndPoint(IPAddress.Loopback, 0), time, Assert.Fail, CancellationToken.None);
        await using OpenReport report = await OpenReport.AtAsync(chromium, server.Url);
        await Assertions.Expect(report.Locator(".live")).ToHaveAttributeAsync("data-state", "connected");
        await report.Page.GetByLabel("Pareto frontier").UncheckAsync();

        rows = [.. rows, ReportRowsFor.One("run-2", concurrency: 16)];
        folder.Result(20);
        time.AdvanceSeconds(1);

        await Assertions.Expect(report.Locator(".shown")).ToHaveTextAsync("2 of 2");
        Assert.Equal(2, await report.PointsAsync("interactivity"));
        Assert.False(await report.Page.GetByLabel("Pareto frontier").IsCheckedAsync());
        report.AssertQuiet(server.Url.ToString());
    }

    [Fact]
    public async Task A_run_s_folder_can_be_looked_into()
    {
        using var folder = new RunFolderFor();
        folder.Result(10);
        var source = new ReportSource([folder.Path], ReportRowsFor.Options, new ReportBuilder(SkuCatalog.BuiltIn), _ => new RowReading([ReportRowsFor.One("run-1", folder: folder.Path)], []), new ManualTime());
        await using ReportServer server = await ReportServer.StartAsync(source, new IPEndPoint(IPAddress.Loopback, 0), new ManualTime(), Assert.Fail, CancellationToken.None);
        await using OpenReport report = await OpenReport.AtAsync(chromium, new Uri(server.Url, "#tab=run"));
        await report.Locator(".run-facts a.source").ClickAsync();
        await report.Page.GetByRole(AriaRole.Link, new() { Name = "result.json" }).ClickAsync();
        Assert.Contains("loadgen.result", await report.Locator("body").InnerTextAsync(), StringComparison.Ordinal);
    }
}
