using System.Net;
using System.Net.Http.Headers;
using System.Text;
using LoadGen.Transport.Connections;

namespace LoadGen.Telemetry.Sources.Scraping;

/// <summary>A page of metrics, fetched when asked for. Beside the measurement, so by the framework's handler and on one connection.</summary>
public sealed class MetricsPage : IDisposable
{
    // An engine with many labels has some 500 KB.
    private const int MostChars = 16 << 20;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = s_limit,
    });

    /// <summary>Prepares; nothing is sent yet.</summary>
    /// <param name="url">The page.</param>
    public MetricsPage(Uri url) => Url = url;

    /// <summary>The page's address.</summary>
    public Uri Url { get; }

    /// <summary>Its text now.</summary>
    /// <exception cref="TelemetryException">It cannot be fetched within 5 s, or is no such page.</exception>
    public string Fetch()
    {
        using var limit = new CancellationTokenSource(s_limit);
        using var request = new HttpRequestMessage(HttpMethod.Get, Url);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/plain"));
        try
        {
            using HttpResponseMessage response = _invoker.Send(request, limit.Token);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw new TelemetryException($"GET {ShownUrl.Of(Url)} answered with status {(int)response.StatusCode}: name the page of metrics, which most servers have at /metrics");
            }

            using var text = new StreamReader(response.Content.ReadAsStream(limit.Token));
            return ReadAll(text);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            throw new TelemetryException($"GET {ShownUrl.Of(Url)} failed ({(e is OperationCanceledException ? "no answer within 5 s" : e.Message)}): is it listening there?", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _invoker.Dispose();

    private string ReadAll(StreamReader reader)
    {
        var text = new StringBuilder();
        char[] buffer = new char[16 * 1024];
        for (int read = reader.Read(buffer); read > 0; read = reader.Read(buffer))
        {
            text.Append(buffer, 0, read);
            if (text.Length > MostChars)
            {
                throw new TelemetryException($"GET {ShownUrl.Of(Url)} answered with more than {MostChars} characters: that is no page of metrics");
            }
        }

        return text.ToString();
    }
}
