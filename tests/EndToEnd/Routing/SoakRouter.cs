using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Routing;

/// <summary>The router under test: its process, its admin API, and what the kernel says of it.</summary>
internal sealed partial class SoakRouter : IAsyncDisposable
{
    private readonly SoakProcess _process;
    private readonly HttpClient _admin;

    private SoakRouter(SoakProcess process, Uri url, Uri adminUrl)
    {
        _process = process;
        Url = url;

        // Longer than the longest wait that is asked for.
        _admin = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = adminUrl, Timeout = TimeSpan.FromSeconds(30) };
    }

    public Uri Url { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public string LastWords => _process.LastWords;

    public static async Task<SoakRouter> StartAsync(string configuration)
    {
        var process = SoakProcess.Start("route", configuration);
        string line = await process.WaitUntilListensAsync() ?? throw new InvalidOperationException("the router does not start: " + process.LastWords);
        MatchCollection urls = UrlPattern().Matches(line);
        return new SoakRouter(process, new Uri(urls[0].Value), new Uri(urls[1].Value));
    }

    public void Signal(int signal) => _process.Signal(signal);

    /// <summary>SIGTERM, and its exit code.</summary>
    public async Task<int> StopAsync()
    {
        _process.Signal(SoakProcess.SigTerm);
        return await _process.WaitAsync(Loadgen.DefaultLimit);
    }

    /// <summary>A request to the admin API.</summary>
    public async Task<(HttpStatusCode Status, string Body)> AdminAsync(HttpMethod method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        using HttpResponseMessage response = await _admin.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>A request about one worker.</summary>
    public Task<(HttpStatusCode Status, string Body)> WorkerAsync(HttpMethod method, string verb, SoakEngine engine, string more = "") =>
        AdminAsync(method, $"/admin/workers{verb}?url={Uri.EscapeDataString(engine.Url)}{more}");

    public async Task<IReadOnlyList<SoakWorker>> WorkersAsync()
    {
        using JsonDocument document = JsonDocument.Parse(await _admin.GetStringAsync("/admin/workers"));
        return
        [
            .. document.RootElement.GetProperty("workers").EnumerateArray().Select(worker => new SoakWorker(
                worker.GetProperty("id").GetString()!,
                worker.GetProperty("role").GetString()!,
                worker.GetProperty("state").GetString()!,
                worker.GetProperty("breaker").GetString()!,
                worker.GetProperty("requests").GetInt64(),
                worker.GetProperty("tokens").GetInt64(),
                worker.GetProperty("pinned").GetInt64())),
        ];
    }

    public async Task<SoakMetrics> MetricsAsync() => SoakMetrics.Parse(await _admin.GetStringAsync("/metrics"));

    public SoakFigures Figures() => SoakFigures.Of(_process.Id);

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _process.DisposeAsync();
    }

    [GeneratedRegex(@"http://[0-9.]+:\d+", RegexOptions.CultureInvariant)]
    private static partial Regex UrlPattern();
}

/// <summary>A worker as the router sees it.</summary>
internal sealed record SoakWorker(string Id, string Role, string State, string Breaker, long Requests, long Tokens, long Pinned)
{
    public bool IsIdle => this is { Requests: 0, Tokens: 0, Pinned: 0 };

    public bool IsReady => this is { State: "healthy", Breaker: "closed" };
}

/// <summary>One scrape: a value for each line of the text.</summary>
internal sealed record SoakMetrics(IReadOnlyList<(string Name, string Labels, double Value)> Samples)
{
    private const string Prefix = "loadgen_router_";

    public static SoakMetrics Parse(string text) => new(
        [
            .. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').Select(line =>
            {
                int value = line.LastIndexOf(' ');
                int labels = line.IndexOf('{', StringComparison.Ordinal);
                return labels < 0 || labels > value
                    ? (line[Prefix.Length..value], "", Number(line[(value + 1)..]))
                    : (line[Prefix.Length..labels], line[labels..value], Number(line[(value + 1)..]));
            }),
        ]);

    /// <summary>The sum over the series of a metric whose labels hold all of these.</summary>
    public long Sum(string name, params string[] labels) => (long)Samples
        .Where(sample => sample.Name == name && labels.All(label => sample.Labels.Contains(label, StringComparison.Ordinal)))
        .Sum(sample => sample.Value);

    /// <summary>The value of a label in each of a metric's series, once.</summary>
    public IReadOnlyList<string> Values(string name, string label) =>
    [
        .. Samples.Where(sample => sample.Name == name).Select(sample => Regex.Match(sample.Labels, label + "=\"([^\"]*)\"").Groups[1].Value).Distinct(),
    ];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
