using LoadGen.Browser.Support;
using LoadGen.Results.Rows;
using LoadGen.Results.Scores;
using Microsoft.Playwright;

namespace LoadGen.Browser;

public class AccuracyTests(Chromium chromium)
{
    [Fact]
    public async Task Without_accuracies_the_page_says_nothing_of_them()
    {
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document(ReportRowsFor.Many(20)));
        await report.Locator("#chart-interactivity canvas").First.WaitForAsync();
        Assert.True(await report.Locator("#chart-accuracy").IsHiddenAsync());
        Assert.True(await report.Locator("#accuracy-by-precision").IsHiddenAsync());
        Assert.Equal(0, await report.Locator("#chart-own option[value=accuracy]").CountAsync());
        report.AssertQuiet();
    }

    [Fact]
    public async Task Throughput_stands_against_accuracy_and_a_table_has_each_precision()
    {
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document([.. Precisions(), ReportRowsFor.One("unasked", hardware: "b200")]));
        await report.Locator("#chart-accuracy").ScrollIntoViewIfNeededAsync();
        await report.Locator("#chart-accuracy canvas").First.WaitForAsync();
        Assert.Equal(3, await report.PointsAsync("accuracy"));
        IReadOnlyList<string> lines = await report.Locator("#accuracy-by-precision tbody tr").AllInnerTextsAsync();
        Assert.Equal(2, lines.Count);
        Assert.Contains("fp4\tnone\t–\t88.0% (85.2–90.4%)\t800\t1 run", lines[0], StringComparison.Ordinal);
        Assert.Contains("fp8\tnone\t50.0% (40.0–60.0%)\t91.0% (88.5–93.1%)\t600\t2 runs", lines[1], StringComparison.Ordinal);
        report.AssertQuiet();
    }

    [Fact]
    public async Task A_point_is_described_with_its_accuracy_and_the_task_can_be_chosen()
    {
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document(Precisions()));
        await report.Locator("#chart-accuracy").ScrollIntoViewIfNeededAsync();
        await report.Locator("#chart-accuracy canvas").First.WaitForAsync();
        await report.Page.GetByLabel("Accuracy on").SelectOptionAsync("gpqa");
        Assert.Contains("task=gpqa", report.Page.Url, StringComparison.Ordinal);
        await Assertions.Expect(report.Locator("#chart-accuracy .drawing")).ToHaveAttributeAsync("data-points", "1");
        await report.Locator("#chart-accuracy .focusable").FocusAsync();
        await report.Page.Keyboard.PressAsync("Home");
        Assert.Contains("Accuracy, gpqa 50 % of answers", await report.Locator("#chart-accuracy [aria-live]").InnerTextAsync(), StringComparison.Ordinal);
        await Assertions.Expect(report.Locator("#chart-accuracy .tooltip")).ToContainTextAsync("50.0% (40.0–60.0%)");
        report.AssertQuiet();
    }

    [Fact]
    public async Task The_table_its_CSV_file_and_a_run_have_accuracies()
    {
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document(Precisions()), "#tab=table");
        Assert.Contains("91.0% (89.5–92.1%)", await report.Locator("tr[data-run=a]").InnerTextAsync(), StringComparison.Ordinal);
        await report.Page.GetByRole(AriaRole.Button, new() { Name = "Accuracy, gsm8k" }).ClickAsync();
        Assert.Equal("a", await report.Locator("table.runs tbody tr").First.GetAttributeAsync("data-run"));
        IDownload download = await report.Page.RunAndWaitForDownloadAsync(() => report.Locator("#csv").ClickAsync());
        string[] lines = await File.ReadAllLinesAsync(await download.PathAsync());
        Assert.Equal("0.91", lines[1].Split(',')[Array.IndexOf(lines[0].Split(','), "accuracy:gsm8k")]);
        await report.Locator("tr[data-run=a]").ClickAsync();
        await Assertions.Expect(report.Locator(".run-facts table").Filter(new() { HasText = "Accuracy" })).ToContainTextAsync("91.0% (89.5–92.1%)");
        report.AssertQuiet();
    }

    [Fact]
    public async Task Two_runs_are_told_apart_only_where_chance_does_not_explain_it()
    {
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document(Precisions()), "#tab=compare&a=a&b=c");
        ILocator line = report.Locator("table.comparison tbody tr").Filter(new() { HasText = "Accuracy, gsm8k" });
        await Assertions.Expect(line).ToContainTextAsync("-3.0 points worse");
        await report.Page.EvaluateAsync("location.hash = 'tab=compare&a=a&b=b'");
        await Assertions.Expect(line).ToContainTextAsync("0.0 points");
        await Assertions.Expect(line).Not.ToContainTextAsync("worse");
        report.AssertQuiet();
    }

    [Fact]
    public async Task A_task_s_name_is_text_and_nothing_else()
    {
        ResultRow row = With(ReportRowsFor.One("a"), Score("<img src=x onerror=alert(1)>", 0.5, 0.4, 0.6, 0.05));
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document([row]));
        await Assertions.Expect(report.Locator("#accuracy-by-precision")).ToContainTextAsync("<img src=x");
        Assert.Equal(0, await report.Locator("img").CountAsync());
        report.AssertQuiet();
    }

    // fp8 answers gsm8k better than fp4, which is faster; two points of fp8.
    private static IReadOnlyList<ResultRow> Precisions() =>
    [
        With(ReportRowsFor.One("a", throughput: 400), Score("gsm8k", 0.91, 0.895, 0.921, 0.007), Score("gpqa", 0.5, 0.4, 0.6, 0.05)),
        With(ReportRowsFor.One("b", concurrency: 16, interactivity: 40, throughput: 600), Score("gsm8k", 0.9096, 0.885, 0.931, 0.009)),
        With(Fp4(ReportRowsFor.One("c", interactivity: 60, throughput: 800)), Score("gsm8k", 0.88, 0.852, 0.904, 0.008)),
    ];

    private static ResultRow Fp4(ResultRow row) => row with { Identity = row.Identity with { Precision = "fp4" } };

    private static ResultRow With(ResultRow row, params TaskScore[] scores) => row with { Scores = scores };

    private static TaskScore Score(string task, double accuracy, double low, double high, double error) =>
        new() { Task = task, Accuracy = accuracy, Low = low, High = high, StandardError = error, Asked = 1000 };
}
