using LoadGen.Browser.Support;
using Microsoft.Playwright;

namespace LoadGen.Browser;

/// <summary>With the keyboard, on a phone, in the dark.</summary>
public class AccessTests(Chromium chromium)
{
    private static readonly string[] s_tabs = ["Charts", "Run", "Compare", "History", "Table", "Formulas"];

    [Fact]
    public async Task Arrow_keys_go_over_points_and_Enter_leads_to_the_run()
    {
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document([ReportRowsFor.One("slow", interactivity: 20), ReportRowsFor.One("fast", "b200", interactivity: 90)]));
        await report.Locator("#chart-interactivity .focusable").FocusAsync();
        await report.Page.Keyboard.PressAsync("ArrowRight");
        Assert.Contains("Point 1 of 2: H200", await report.Locator("#chart-interactivity [aria-live]").InnerTextAsync(), StringComparison.Ordinal);
        await report.Page.Keyboard.PressAsync("End");
        Assert.Contains("Point 2 of 2: B200", await report.Locator("#chart-interactivity [aria-live]").InnerTextAsync(), StringComparison.Ordinal);
        await report.Page.Keyboard.PressAsync("Enter");
        Assert.Contains("B200", await report.Locator(".choice").InnerTextAsync(), StringComparison.Ordinal);
        await report.Page.Keyboard.PressAsync("Escape");
        Assert.True(await report.Locator(".choice").IsHiddenAsync());
        await report.Page.Keyboard.PressAsync("ArrowRight");
        await report.Page.Keyboard.PressAsync("Enter");
        await report.Page.GetByRole(AriaRole.Button, new() { Name = "Open run" }).PressAsync("Enter");
        Assert.Equal("true", await report.Tab("Run").GetAttributeAsync("aria-selected"));
        Assert.Contains("run=slow", report.Page.Url, StringComparison.Ordinal);
        report.AssertQuiet();
    }

    [Fact]
    public async Task Arrow_keys_go_along_the_tabs_and_down_the_table()
    {
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document(ReportRowsFor.Many(12)));
        await report.Tab("Charts").FocusAsync();
        foreach (string tab in s_tabs.Skip(1))
        {
            await report.Page.Keyboard.PressAsync("ArrowRight");
            Assert.Equal("true", await report.Tab(tab).GetAttributeAsync("aria-selected"));
        }

        await report.Tab("Table").ClickAsync();
        await report.Locator(".runs tbody tr").First.FocusAsync();
        await report.Page.Keyboard.PressAsync("ArrowDown");
        string? second = await report.Locator(".runs tbody tr").Nth(1).GetAttributeAsync("data-run");
        Assert.Equal(second, await report.Page.EvaluateAsync<string>("document.activeElement.dataset.run"));
        await report.Page.Keyboard.PressAsync("a");
        Assert.Contains($"a={second}", report.Page.Url, StringComparison.Ordinal);
        await report.Page.Keyboard.PressAsync("Enter");
        Assert.Contains($"run={second}", report.Page.Url, StringComparison.Ordinal);
        report.AssertQuiet();
    }

    [Fact]
    public async Task Everything_that_can_be_worked_has_a_name_and_shows_where_the_keyboard_is()
    {
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document(ReportRowsFor.Many(20)));
        foreach (string tab in s_tabs)
        {
            await report.Tab(tab).ClickAsync();
            string[] nameless = await report.Page.EvaluateAsync<string[]>("""
                [...document.querySelectorAll('button, select, input, a[href], [tabindex="0"]')].filter(element => element.offsetParent !== null)
                    .filter(element => !(element.textContent.trim() || element.getAttribute('aria-label') || element.getAttribute('aria-labelledby') || element.closest('label')?.textContent.trim()))
                    .map(element => element.outerHTML.slice(0, 120))
                """);
            Assert.Empty(nameless);
        }

        await report.Tab("Charts").ClickAsync();
        await report.Page.Keyboard.PressAsync("Tab");
        for (int i = 0; i < 12; i++)
        {
            Assert.Equal("solid", await report.Page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle.replace('auto', 'solid')"));
            await report.Page.Keyboard.PressAsync("Tab");
        }

        report.AssertQuiet();
    }

    [Theory]
    [InlineData(360, 740)]
    [InlineData(390, 844)]
    [InlineData(768, 1024)]
    public async Task No_page_scrolls_sideways_on_a_small_screen(int width, int height)
    {
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document([.. ReportRowsFor.Many(30), ReportRowsFor.One("long", model: new string('m', 300))]), "#model=&sequence=&colour=configuration", width, height);
        foreach (string tab in s_tabs)
        {
            await report.Tab(tab).ClickAsync();
            Assert.Equal(width, await report.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        }

        report.AssertQuiet();
    }

    [Fact]
    public async Task The_theme_is_the_system_s_until_another_is_chosen()
    {
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document(ReportRowsFor.Many(20)), theme: ColorScheme.Dark);
        Assert.Equal("rgb(15, 19, 24)", await BackgroundAsync(report));
        await report.Page.GetByLabel("Theme").SelectOptionAsync("light");
        Assert.Equal("rgb(246, 247, 249)", await BackgroundAsync(report));
        await report.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await report.Page.GetByLabel("Theme").SelectOptionAsync("dark");
        Assert.Equal("rgb(15, 19, 24)", await BackgroundAsync(report));
        await report.Page.GetByLabel("Theme").SelectOptionAsync("auto");
        Assert.Equal("rgb(246, 247, 249)", await BackgroundAsync(report));
        report.AssertQuiet();
    }

    private static Task<string> BackgroundAsync(OpenReport report) => report.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
}
