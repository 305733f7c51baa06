using LoadGen.Reporting.Html.Documents;
using Microsoft.Playwright;

namespace LoadGen.Browser.Support;

/// <summary>
/// A report written to a file and opened in a page of its own. Whatever goes wrong in the page or leaves it is kept: <see cref="AssertQuiet"/> ends
/// every test.
/// </summary>
internal sealed class OpenReport : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly string? _file;
    private readonly List<string> _errors = [];
    private readonly List<string> _requests = [];

    private OpenReport(IBrowserContext context, IPage page, string? file)
    {
        _context = context;
        _file = file;
        Page = page;
        page.Console += (_, message) => Keep(message.Type is "error" or "warning", _errors, $"{message.Type}: {message.Text}");
        page.PageError += (_, error) => Keep(true, _errors, error);
        page.Dialog += (_, dialog) => Keep(true, _errors, "dialog: " + dialog.Message);
        page.Request += (_, request) => Keep(true, _requests, request.Url);
    }

    public IPage Page { get; }

    /// <summary>Every address that the page asked for, itself included.</summary>
    public IReadOnlyList<string> Requests => _requests;

    /// <summary>Writes a report and opens it.</summary>
    public static async Task<OpenReport> OfAsync(Chromium chromium, ReportDocument document, string hash = "", int width = 1280, int height = 900, ColorScheme theme = ColorScheme.Light)
    {
        string file = Path.Combine(Path.GetTempPath(), $"loadgen-report-{Guid.NewGuid():N}.html");
        await File.WriteAllTextAsync(file, ReportRowsFor.Page(document));
        return await AtAsync(chromium, new Uri(file) + hash, file, width, height, theme);
    }

    /// <summary>Opens a page that is served.</summary>
    public static Task<OpenReport> AtAsync(Chromium chromium, Uri url) => AtAsync(chromium, url.ToString(), null, 1280, 900, ColorScheme.Light);

    public ILocator Locator(string selector) => Page.Locator(selector);

    public ILocator Tab(string name) => Page.GetByRole(AriaRole.Tab, new() { Name = name, Exact = true });

    /// <summary>How many points a chart has, as drawn.</summary>
    public async Task<int> PointsAsync(string chart) => int.Parse(
        await Locator($"#chart-{chart} .drawing").GetAttributeAsync("data-points") ?? "-1", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Nothing was complained about, and nothing was asked of anyone.</summary>
    public void AssertQuiet(string? server = null)
    {
        Assert.Empty(_errors);
        Assert.All(_requests, url => Assert.True(
            url.StartsWith("data:", StringComparison.Ordinal) || url.StartsWith("blob:", StringComparison.Ordinal) || (server is null ? url.StartsWith("file:", StringComparison.Ordinal) : url.StartsWith(server, StringComparison.Ordinal)),
            url));
        Assert.Single(_requests, url => url.StartsWith("file:", StringComparison.Ordinal) || (server is not null && url == server));
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        if (_file is not null)
        {
            File.Delete(_file);
        }
    }

    private static async Task<OpenReport> AtAsync(Chromium chromium, string url, string? file, int width, int height, ColorScheme theme)
    {
        IBrowserContext context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = theme, AcceptDownloads = true });
        context.SetDefaultTimeout(30_000);
        IPage page = await context.NewPageAsync();
        var report = new OpenReport(context, page, file);
        await page.GotoAsync(url);
        await page.Locator("main").WaitForAsync();
        return report;
    }

    // Events come on another thread than the test's.
    private static void Keep(bool wanted, List<string> into, string what)
    {
        if (wanted)
        {
            lock (into)
            {
                into.Add(what);
            }
        }
    }
}
