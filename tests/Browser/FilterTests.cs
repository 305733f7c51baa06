using LoadGen.Browser.Support;
using LoadGen.Results.Points;
using LoadGen.Results.Rows;
using Microsoft.Playwright;

namespace LoadGen.Browser;

public class FilterTests(Chromium chromium)
{
    [Fact]
    public async Task Each_filter_leaves_what_it_says()
    {
        ResultRow plain = ReportRowsFor.One("plain");
        ResultRow[] rows =
        [
            plain,
            Other("framework", plain.Identity with { Framework = "vllm" }),
            Other("precision", plain.Identity with { Precision = "fp4" }),
            Other("disagg", plain.Identity with { Disaggregated = true, Prefill = plain.Identity.Decode }),
            Other("spec", plain.Identity with { SpecDecoding = "mtp" }),
            Other("hardware", plain.Identity with { Hardware = "b200" }),
            Other("simulated", plain.Identity) with { Simulated = true },
            Other("model", plain.Identity with { Model = "gptoss" }),
            Other("lengths", plain.Identity with { Isl = 8192 }),
        ];
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document(rows));
        // One model and one length to begin with: others have no common frontier.
        Assert.StartsWith("7 of 9", await report.Locator(".shown").InnerTextAsync(), StringComparison.Ordinal);
        await report.Locator("#show-all").ClickAsync();
        Assert.StartsWith("9 of 9", await report.Locator(".shown").InnerTextAsync(), StringComparison.Ordinal);
        foreach ((string facet, string value) in new[] { ("framework", "vllm"), ("precision", "fp4"), ("disaggregated", "disaggregated"), ("spec_decoding", "mtp"), ("hardware", "b200"), ("origin", "simulated"), ("model", "gptoss"), ("sequence", "8k/1k") })
        {
            ILocator box = report.Locator($"input[data-facet='{facet}'][value='{value}']");
            await box.CheckAsync();
            Assert.StartsWith("1 of 9", await report.Locator(".shown").InnerTextAsync(), StringComparison.Ordinal);
            Assert.Equal(1, await report.PointsAsync("interactivity"));
            await box.UncheckAsync();
        }

        report.AssertQuiet();

        static ResultRow Other(string id, PointIdentity identity) => ReportRowsFor.One(id) with { Identity = identity };
    }

    [Fact]
    public async Task Of_a_point_measured_twice_the_newest_is_shown_unless_all_are_asked_for()
    {
        ResultRow old = ReportRowsFor.One("old");
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document([old, old with { Id = "new", MeasuredAt = ReportRowsFor.Day.AddDays(3) }]));
        Assert.Equal(1, await report.PointsAsync("interactivity"));
        await report.Page.GetByLabel("Newest of each point only").UncheckAsync();
        Assert.Equal(2, await report.PointsAsync("interactivity"));
        report.AssertQuiet();
    }

    [Fact]
    public async Task A_view_can_be_shared_by_its_address()
    {
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document(ReportRowsFor.Many(90)), "#hardware=b200,h200&tab=table&sort=concurrency&descending=false&unknown=1");
        Assert.StartsWith("20 of 90", await report.Locator(".shown").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("ascending", await report.Locator("th:has-text('Conc.')").GetAttributeAsync("aria-sort"));
        await report.Page.EvaluateAsync("location.hash = '#hardware=mi300x'");
        await Assertions.Expect(report.Locator(".shown")).ToHaveTextAsync("10 of 90");
        report.AssertQuiet();
    }
}
