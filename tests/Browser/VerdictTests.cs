using LoadGen.Browser.Support;
using LoadGen.Verdicts.Documents;
using Microsoft.Playwright;

namespace LoadGen.Browser;

/// <summary>The tab of a verdict: what the program found, and nothing that it did not.</summary>
public sealed class VerdictTests(Chromium chromium) : IDisposable
{
    private const string TpotP90 = "{ metric: tpot, percentile: 90, max: 50ms }";

    private readonly RunFolderFor _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_report_without_verdicts_has_no_tab_for_them()
    {
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document([ReportRowsFor.One("a")]));
        await Assertions.Expect(report.Locator("#tab-verdict")).ToBeHiddenAsync();
        await report.Tab("Run").FocusAsync();
        await report.Page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal("true", await report.Tab("Compare").GetAttributeAsync("aria-selected"));
        report.AssertQuiet();
    }

    [Fact]
    public async Task A_pass_says_what_was_promised_what_was_seen_and_how_sure_it_is()
    {
        VerdictDocument document = _folder.Judge(JudgedRuns.Requests(1500, missEvery: 700), [JudgedRuns.TtftP99, TpotP90]);
        _folder.Write("evidence.sha256", $"# manifest.json {new string('c', 64)}\n");
        await using OpenReport report = await OpenAsync();
        string summary = await report.Locator(".verdict-summary").InnerTextAsync();
        foreach (string words in new[] { "Pass", "a promise", "all 2 objectives hold", "99%", "rate 10, isl 1024", "1,500 of 1,500 requests", "at the end, with one look", new string('c', 64) })
        {
            Assert.Contains(words, summary, StringComparison.Ordinal);
        }

        Assert.Equal("pass", await report.Locator(".verdict-summary").GetAttributeAsync("data-verdict"));
        string first = await report.Locator(".objectives tbody tr").First.InnerTextAsync();
        foreach (string words in new[] { document.Objectives[0].Name, "sla.yaml:", "≤ 2,000 ms", "99% of requests", $"2 ({document.Objectives[0].OverrunsAllowed})", "false pass" })
        {
            Assert.Contains(words, first, StringComparison.Ordinal);
        }

        Assert.Equal("4", await report.Locator("#verdict-values .drawing").GetAttributeAsync("data-series"));
        Assert.Equal("4", await report.Locator("#verdict-looks .drawing").GetAttributeAsync("data-series"));
        Assert.Contains("bound ≤ 2,000 ms", await report.Locator("#verdict-values .entries").InnerTextAsync(), StringComparison.Ordinal);
        report.AssertQuiet();
    }

    [Fact]
    public async Task Without_enough_evidence_it_says_how_many_more_requests_would_do()
    {
        VerdictDocument document = _folder.Judge(JudgedRuns.Requests(300, missEvery: 1000));
        await using OpenReport report = await OpenAsync();
        Assert.Contains("Not enough evidence", await report.Locator(".verdict-summary h2").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains($"{document.Objectives[0].More} more", await report.Locator(".objectives tbody tr").First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("0 (none would do)", await report.Locator(".objectives tbody tr").First.InnerTextAsync(), StringComparison.Ordinal);
        report.AssertQuiet();
    }

    [Fact]
    public async Task An_invalid_measurement_is_no_verdict_on_the_endpoint()
    {
        _folder.Judge(JudgedRuns.Requests(300, missEvery: 2), invalid: "the client used all of its CPU");
        await using OpenReport report = await OpenAsync();
        string head = await report.Locator(".verdict-summary").InnerTextAsync();
        Assert.Contains("Invalid measurement", head, StringComparison.Ordinal);
        Assert.Contains("the client used all of its CPU", head, StringComparison.Ordinal);
        report.AssertQuiet();
    }

    [Fact]
    public async Task The_charts_are_of_the_objective_that_is_chosen_by_mouse_or_by_key_and_the_address_has_it()
    {
        _folder.Judge(JudgedRuns.Requests(700, missEvery: 500), [JudgedRuns.TtftP99, "{ metric: error_rate, max: 1% }", "{ metric: e2e, mean: true, max: 20s }", "{ metric: availability, min: 99%, window: 5s }"]);
        await using OpenReport report = await OpenAsync();
        await report.Locator(".objective").First.FocusAsync();
        await report.Page.Keyboard.PressAsync("ArrowDown");
        await report.Page.Keyboard.PressAsync("Enter");
        Assert.Contains("objective=1", report.Page.Url, StringComparison.Ordinal);
        Assert.Equal("true", await report.Locator(".objective").Nth(1).GetAttributeAsync("aria-pressed"));
        Assert.Equal("objective-1", await report.Page.EvaluateAsync<string>("document.activeElement.dataset.focus"));
        Assert.Contains("outcomes", await report.Locator("#verdict-values .empty").InnerTextAsync(), StringComparison.Ordinal);
        Assert.NotEqual("0", await report.Locator("#verdict-looks .drawing").GetAttributeAsync("data-series"));

        await report.Locator(".objective").Nth(2).ClickAsync();
        Assert.Equal("2", await report.Locator("#verdict-values .drawing").GetAttributeAsync("data-series"));
        Assert.Contains("once, at the end", await report.Locator("#verdict-looks .empty").InnerTextAsync(), StringComparison.Ordinal);

        await report.Locator(".objective").Nth(3).ClickAsync();
        Assert.Contains("windows", await report.Locator("#verdict-values .empty").InnerTextAsync(), StringComparison.Ordinal);

        await report.Page.EvaluateAsync("location.hash = '#tab=verdict&objective=99'");
        await Assertions.Expect(report.Locator(".objective").Nth(3)).ToHaveAttributeAsync("aria-pressed", "true");
        report.AssertQuiet();
    }

    [Fact]
    public async Task Values_and_looks_can_be_read_off_by_key()
    {
        _folder.Judge(JudgedRuns.Requests(3000, missEvery: 5), stopEarly: true);
        await using OpenReport report = await OpenAsync();
        await report.Locator("#verdict-values .focusable").FocusAsync();
        await report.Page.Keyboard.PressAsync("ArrowRight");
        Assert.Matches(@"Point 1 of \d+: .*% of requests: 100 ms, keeps the bound ≤ 2,000 ms", await report.Locator("#verdict-values [aria-live]").InnerTextAsync());
        await report.Page.Keyboard.PressAsync("End");
        Assert.Contains("misses the bound", await report.Locator("#verdict-values [aria-live]").InnerTextAsync(), StringComparison.Ordinal);
        await report.Locator("#verdict-values").GetByLabel("log ms").CheckAsync();

        await report.Locator("#verdict-looks .focusable").FocusAsync();
        await report.Page.Keyboard.PressAsync("End");
        Assert.Matches(@"Look \d+: \d+ overruns of \d+ requests; .*; fails from \d+; all objectives together: fail", await report.Locator("#verdict-looks [aria-live]").InnerTextAsync());
        await Assertions.Expect(report.Locator("#verdict-looks .tip")).ToContainTextAsync("fails from");
        report.AssertQuiet();
    }

    [Fact]
    public async Task The_worst_requests_lead_to_their_moment_in_the_timeline()
    {
        RequestFor[] requests = [.. JudgedRuns.Requests(300, missEvery: 100)];
        requests[70] = new RequestFor(30_000) { Outcome = "timed_out", Error = "no first byte within 30 s", Session = "s-7" };
        _folder.Judge(requests);
        await using OpenReport report = await OpenAsync();
        ILocator worst = report.Locator(".worst tbody tr");
        string first = await worst.First.InnerTextAsync();
        foreach (string words in new[] { "#70", "session s-7, turn 2", "timed out", "no first byte within 30 s", "failed", "30,000 ms" })
        {
            Assert.Contains(words, first, StringComparison.Ordinal);
        }

        Assert.Equal("Waited 30,000 ms, answered for 0 ms, failed", await worst.First.Locator(".course").GetAttributeAsync("aria-label"));
        Assert.Contains("#299", await worst.Nth(1).InnerTextAsync(), StringComparison.Ordinal);
        await worst.First.GetByRole(AriaRole.Button).ClickAsync();
        Assert.Equal("true", await report.Tab("Run").GetAttributeAsync("aria-selected"));
        Assert.Contains("run=a&at=a%407", report.Page.Url, StringComparison.Ordinal);
        int marked = Series(await report.Locator("#timeline .drawing").GetAttributeAsync("data-series"));
        await report.Page.EvaluateAsync("location.hash = '#tab=run&run=a&at=other%407'");
        await Assertions.Expect(report.Locator("#timeline .drawing")).Not.ToHaveAttributeAsync("data-series", $"{marked}");
        Assert.Equal(marked, 2 * Series(await report.Locator("#timeline .drawing").GetAttributeAsync("data-series")));
        report.AssertQuiet();
    }

    [Fact]
    public async Task A_verdict_without_records_and_one_that_cannot_be_read_say_so()
    {
        _folder.Judge(JudgedRuns.Requests(300, missEvery: 100));
        File.Delete(Path.Combine(_folder.Path, "records.jsonl"));
        await using OpenReport report = await OpenAsync();
        Assert.Contains("no records.jsonl", await report.Locator("#verdict-values .empty").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("not in the records", await report.Locator(".worst tbody tr").First.InnerTextAsync(), StringComparison.Ordinal);

        _folder.Write("verdict.json", "{");
        await using OpenReport broken = await OpenAsync();
        Assert.Contains("verdict.json:1", await broken.Locator(".no-verdict").InnerTextAsync(), StringComparison.Ordinal);
        broken.AssertQuiet();
        report.AssertQuiet();
    }

    [Theory]
    [InlineData("</script><img src=x onerror=alert(1)>")]
    [InlineData("\"><svg onload=alert(1)>")]
    [InlineData("__proto__")]
    public async Task Names_and_errors_are_text(string name)
    {
        RequestFor[] requests = [.. JudgedRuns.Requests(300, missEvery: 100)];
        requests[70] = new RequestFor(30_000) { Outcome = "timed_out", Error = name, Session = name };
        VerdictDocument document = _folder.Judge(requests, name: name);
        _folder.Write(document with
        {
            Reason = name, Notes = [name], InvalidReasons = [name, name], Load = new Dictionary<string, string> { [name] = name },
            Objectives = [.. document.Objectives.Select(objective => objective with { Name = name, Place = name, Reason = name })],
            Worst = [.. document.Worst.Select(worst => worst with { Outcome = name, Objective = name })],
        });
        await using OpenReport report = await OpenAsync();
        Assert.Contains(name, await report.Locator(".verdict-summary h2").TextContentAsync(), StringComparison.Ordinal);
        Assert.Contains(name, await report.Locator(".worst").TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await report.Locator("img, svg").CountAsync());
        report.AssertQuiet();
    }

    [Theory]
    [InlineData(360, 740)]
    [InlineData(768, 1024)]
    public async Task It_does_not_scroll_sideways_on_a_small_screen_and_all_of_it_has_names(int width, int height)
    {
        _folder.Judge(JudgedRuns.Requests(300, missEvery: 100), [JudgedRuns.TtftP99, TpotP90], name: new string('n', 300));
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document([ReportRowsFor.One("a", folder: _folder.Path)]), "#tab=verdict", width, height);
        Assert.Equal(width, await report.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Empty(await report.Page.EvaluateAsync<string[]>("""
            [...document.querySelectorAll('button, select, input, a[href], [tabindex="0"]')].filter(element => element.offsetParent !== null)
                .filter(element => !(element.textContent.trim() || element.getAttribute('aria-label') || element.getAttribute('aria-labelledby') || element.closest('label')?.textContent.trim()))
                .map(element => element.outerHTML.slice(0, 120))
            """));
        report.AssertQuiet();
    }

    [Fact]
    public async Task A_search_shows_its_steps_and_leads_from_one_to_another()
    {
        using var search = new SearchFolderFor();
        await using OpenReport report = await OpenReport.OfAsync(chromium, ReportRowsFor.Document(search.Rows()), "#tab=verdict&run=step-0");
        // Three verdicts, the interval and the estimate.
        Assert.Equal("5", await report.Locator("#verdict-search .drawing").GetAttributeAsync("data-series"));
        Assert.Contains("a promise: holds at 8 requests/s, broken at 9 requests/s, estimate 8.49 requests/s, 4 steps, exact", await report.Locator("#verdict-search > .note").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("No verdict was given", await report.Locator(".no-verdict").InnerTextAsync(), StringComparison.Ordinal);
        await report.Locator("#verdict-search .focusable").FocusAsync();
        await report.Page.Keyboard.PressAsync("End");
        Assert.Contains("Point 4 of 4: 16 requests/s: fail; goodput 3.5 requests/s over 400 requests", await report.Locator("#verdict-search [aria-live]").InnerTextAsync(), StringComparison.Ordinal);
        await report.Page.Keyboard.PressAsync("Enter");
        Assert.Contains("run=step-1", report.Page.Url, StringComparison.Ordinal);
        report.AssertQuiet();
    }

    [Fact]
    public async Task Its_charts_can_be_saved_as_pictures_with_what_they_are_of()
    {
        _folder.Judge(JudgedRuns.Requests(700, missEvery: 500));
        await using OpenReport report = await OpenAsync();
        IDownload svg = await report.Page.RunAndWaitForDownloadAsync(() => report.Locator("#verdict-values").GetByRole(AriaRole.Button, new() { Name = "SVG" }).ClickAsync());
        string text = await File.ReadAllTextAsync(await svg.PathAsync());
        Assert.Contains("a promise: ttft p99", text, StringComparison.Ordinal);
        Assert.Contains("must keep it", text, StringComparison.Ordinal);
        IDownload png = await report.Page.RunAndWaitForDownloadAsync(() => report.Locator("#verdict-looks").GetByRole(AriaRole.Button, new() { Name = "PNG" }).ClickAsync());
        Assert.True(new FileInfo(await png.PathAsync()).Length > 5_000);
        report.AssertQuiet();
    }

    [Fact]
    public async Task The_criterion_stands_among_the_formulas()
    {
        _folder.Judge(JudgedRuns.Requests(300, missEvery: 100));
        await using OpenReport report = await OpenAsync();
        await report.Page.GetByRole(AriaRole.Button, new() { Name = "Formulas of the verdict" }).ClickAsync();
        Assert.Equal("formula-early-stopping", await report.Page.EvaluateAsync<string>("document.activeElement.id"));
        Assert.Contains("662 for p99", await report.Locator(".panel-formulas").InnerTextAsync(), StringComparison.Ordinal);
        report.AssertQuiet();
    }

    private Task<OpenReport> OpenAsync() =>
        OpenReport.OfAsync(chromium, ReportRowsFor.Document([ReportRowsFor.One("a", folder: _folder.Path), ReportRowsFor.One("plain", "b200") with { MeasuredAt = ReportRowsFor.Day.AddDays(-1) }]), "#tab=verdict");

    private static int Series(string? text) => int.Parse(text!, System.Globalization.CultureInfo.InvariantCulture);
}
