using System.Text;

namespace LoadGen.Conformance.Support;

/// <summary>An ordinary client, which can leave at any time.</summary>
internal sealed class Client(Uri url) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = int.MaxValue })
    {
        BaseAddress = url,
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Sends a request and reads the whole answer.</summary>
    public async Task<Answer> PostAsync(string path, string body, CancellationToken leave = default)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(leave, TestContext.Current.CancellationToken);
        using HttpResponseMessage response = await SendAsync(path, body, ended.Token);
        string text = await response.Content.ReadAsStringAsync(ended.Token);
        return new Answer(
            (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType ?? "", text, response.Headers.RetryAfter?.ToString());
    }

    /// <summary>Sends a request and reads until some of the answer's text has come; the rest is left when the result is disposed.</summary>
    public async Task<IDisposable> PostAndReadAsync(string path, string body, string until)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        HttpResponseMessage response = await SendAsync(path, body, cancellation);
        Stream stream = await response.Content.ReadAsStreamAsync(cancellation);
        var text = new StringBuilder();
        byte[] buffer = new byte[4096];
        while (!text.ToString().Contains(until, StringComparison.Ordinal))
        {
            int read = await stream.ReadAsync(buffer, cancellation);
            Assert.True(read > 0, $"the answer ended without '{until}': {text}");
            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        return response;
    }

    public async Task<int> GetStatusAsync(string path) => (await GetAsync(path)).Status;

    public async Task<Answer> GetAsync(string path)
    {
        using HttpResponseMessage response = await _http.GetAsync(path, TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new Answer((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType ?? "", text, null);
    }

    public void Dispose() => _http.Dispose();

    private Task<HttpResponseMessage> SendAsync(string path, string body, CancellationToken cancellation)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }
}
