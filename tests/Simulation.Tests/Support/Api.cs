using System.Net;
using System.Text;
using System.Text.Json;

namespace LoadGen.Simulation.Tests.Support;

/// <summary>Requests as an ordinary client sends them.</summary>
internal sealed class Api : IDisposable
{
    public const string Chat = "/v1/chat/completions";
    public const string Completions = "/v1/completions";
    public const string Generate = "/generate";
    public const string Embeddings = "/v1/embeddings";

    private readonly HttpClient _http;

    public Api(SimulatedEngine engine) => _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = engine.Url };

    public Task<HttpResponseMessage> PostAsync(string path, string body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    /// <summary>The data of every event of a stream.</summary>
    public async Task<List<string>> EventsAsync(string path, string body, params (string Name, string Value)[] headers)
    {
        using HttpResponseMessage response = await PostAsync(path, body, headers);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return Sse.Events(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async Task<(HttpStatusCode Status, JsonElement Json)> JsonAsync(string path, string body, params (string Name, string Value)[] headers)
    {
        using HttpResponseMessage response = await PostAsync(path, body, headers);
        return await ReadAsync(response);
    }

    public async Task<(HttpStatusCode Status, JsonElement Json)> SendAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        using HttpResponseMessage response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return await ReadAsync(response);
    }

    public Task<HttpResponseMessage> SendRawAsync(HttpMethod method, string path) =>
        _http.SendAsync(new HttpRequestMessage(method, path), TestContext.Current.CancellationToken);

    public void Dispose() => _http.Dispose();

    private static async Task<(HttpStatusCode Status, JsonElement Json)> ReadAsync(HttpResponseMessage response)
    {
        Assert.Equal(["1"], response.Headers.GetValues("x-simulated"));
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonDocument.Parse(text).RootElement);
    }
}

/// <summary>What the tests need to know of event streams and their chunks.</summary>
internal static class Sse
{
    public static List<string> Events(string text)
    {
        string[] blocks = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.All(blocks, block => Assert.StartsWith("data: ", block, StringComparison.Ordinal));
        return [.. blocks.Select(block => block["data: ".Length..])];
    }

    public static JsonElement Parse(string data) => JsonDocument.Parse(data).RootElement;

    /// <summary>The text of a chunk of either API; null for a chunk without choices or text.</summary>
    public static string? TextOf(string data)
    {
        if (data == "[DONE]" || Parse(data).TryGetProperty("error", out _) || Parse(data).GetProperty("choices").GetArrayLength() == 0)
        {
            return null;
        }

        JsonElement choice = Parse(data).GetProperty("choices")[0];
        string text = choice.TryGetProperty("text", out JsonElement direct) ? direct.GetString()! : choice.GetProperty("delta").GetProperty("content").GetString()!;
        return text.Length == 0 ? null : text;
    }

    public static string? FinishOf(string data) => Parse(data).GetProperty("choices")[0].GetProperty("finish_reason").GetString();

    public static int TokensIn(IEnumerable<string> events) => events.Sum(e => TextOf(e)?.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length ?? 0);
}
