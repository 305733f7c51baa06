using System.Text;
using System.Text.Json;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Routing;

/// <summary><c>loadgen route</c> on free ports, gone with the test.</summary>
internal sealed class RouterProcess : IAsyncDisposable
{
    private readonly HttpClient _http;

    private RouterProcess(LoadgenProcess process, string line, HttpMessageHandler? handler)
    {
        string[] urls = [.. line.Split(' ', ',', ';').Where(word => word.StartsWith("http", StringComparison.Ordinal))];
        Process = process;
        Url = urls[0];
        AdminUrl = urls.Length > 1 ? urls[1] : "";
        _http = new HttpClient(handler ?? new SocketsHttpHandler());
    }

    public LoadgenProcess Process { get; }

    public string Url { get; }

    public string AdminUrl { get; }

    /// <summary>Starts one with this configuration, its standard input open.</summary>
    /// <param name="file">The configuration's path.</param>
    /// <param name="environment">Variables set for it.</param>
    /// <param name="handler">How its clients connect; null for plainly.</param>
    public static async Task<RouterProcess> StartAsync(
        string file, IReadOnlyDictionary<string, string>? environment = null, HttpMessageHandler? handler = null)
    {
        LoadgenProcess process = Loadgen.StartWithInput(["route", file, "--until-eof"], environment);
        return new RouterProcess(process, await process.WaitForLineAsync("router at "), handler);
    }

    public Task<Reply> PostAsync(string path, string body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, Url + path, body, headers);

    public Task<Reply> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, Url + path, null, headers);

    /// <summary>Asks the admin's listener.</summary>
    public Task<Reply> AdminAsync(HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers) =>
        SendAsync(method, AdminUrl + path, body, headers);

    /// <summary>Posts, and returns when the answer's head is there.</summary>
    public Task<HttpResponseMessage> OpenAsync(string path, string body, CancellationToken leave = default) =>
        _http.SendAsync(Request(HttpMethod.Post, Url + path, body, []), HttpCompletionOption.ResponseHeadersRead, leave);

    /// <summary>What is counted now.</summary>
    public async Task<MetricsText> MetricsAsync() => MetricsText.Parse((await AdminAsync(HttpMethod.Get, "/metrics")).Is(200).Body);

    /// <summary>How many requests are with the workers, and how many wait.</summary>
    public async Task<(int InFlight, int Waiting)> QueueAsync(params (string Name, string Value)[] headers)
    {
        JsonElement queue = (await AdminAsync(HttpMethod.Get, "/admin/state", null, headers)).Is(200).Json.GetProperty("queue");
        return (queue.GetProperty("in_flight").GetInt32(), queue.GetProperty("waiting").GetInt32());
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Process.DisposeAsync();
    }

    private static HttpRequestMessage Request(HttpMethod method, string url, string? body, (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, new Uri(url));
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private async Task<Reply> SendAsync(HttpMethod method, string url, string? body, (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = Request(method, url, body, headers);
        using HttpResponseMessage response = await _http.SendAsync(request);
        return new Reply(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType ?? "",
            await response.Content.ReadAsStringAsync(),
            response.Headers.RetryAfter?.ToString(),
            response.Headers.TryGetValues("X-Request-Id", out IEnumerable<string>? ids) ? ids.Single() : "");
    }
}
