using LoadGen.Browser.Support;
using LoadGen.Results.Rows;

namespace LoadGen.Browser;

public class HostileTests(Chromium chromium)
{
    [Theory]
    [InlineData("</script><img src=x onerror=alert(1)>")]
    [InlineData("<!--<script>")]
    [InlineData("\"><svg onload=alert(1)>")]
    [InlineData("constructor")]
    [InlineData("a,b&c=%&#|")]
    public async Task Names_are_text_wherever_they_are_shown(string name)
    {
        ResultRow row = ReportRowsFor.One("x" + name, hardware: name, model: name, folder: $"/tmp/{name}") with { Flags = [name], Sweep = name };
        ResultRow[] rows = [row with { Identity = row.Identity with { Framework = name, Precision = name, SpecDecoding = name, Image = name, ModelName = name, Router = name } }, ReportRowsFor.One("plain")];
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document(rows, ReportRowsFor.Options with { Title = name, Sources = [name] }, problems: [name]), $"#{Uri.EscapeDataString(name)}");
        await report.Locator("#show-all").ClickAsync();
        await report.Locator("#chart-interactivity .focusable").FocusAsync();
        await report.Page.Keyboard.PressAsync("ArrowRight");
        await report.Page.Keyboard.PressAsync("ArrowRight");
        foreach (string tab in new[] { "Run", "Compare", "History", "Table", "Formulas" })
        {
            await report.Tab(tab).ClickAsync();
        }

        Assert.Equal(name, await report.Locator("h1").TextContentAsync());
        Assert.Equal(0, await report.Locator("img, svg").CountAsync());
        report.AssertQuiet();
    }

    [Fact]
    public async Task Even_a_script_in_the_page_s_markup_would_not_run()
    {
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document([ReportRowsFor.One("a")]));
        bool ran = await report.Page.EvaluateAsync<bool>("""
            async () => {
                const script = document.createElement('script');
                script.textContent = 'window.ran = true';
                document.body.append(script);
                let fetched = false;
                try { await fetch('https://example.org/'); fetched = true; } catch {}
                return window.ran === true || fetched;
            }
            """);
        Assert.False(ran);
    }

    [Fact]
    public async Task A_report_without_rows_still_opens()
    {
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document([]));
        foreach (string tab in new[] { "Run", "Compare", "History", "Table", "Formulas", "Charts" })
        {
            await report.Tab(tab).ClickAsync();
        }

        Assert.Equal("0 of 0", await report.Locator(".shown").InnerTextAsync());
        report.AssertQuiet();
    }
}
