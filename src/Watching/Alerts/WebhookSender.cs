using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using LoadGen.Watching.Journals;

namespace LoadGen.Watching.Alerts;

/// <summary>Posts alerts as JSON. Beside the measurement, so by the framework's handler. The address is never shown: it often holds a secret.</summary>
public sealed class WebhookSender : IAlertSender, IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = s_limit,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
    });

    private readonly string _watch;
    private readonly Uri _url;
    private readonly IReadOnlyDictionary<string, string> _headers;

    /// <summary>Prepares; nothing is sent yet.</summary>
    /// <param name="watch">The watch's name, for the message.</param>
    /// <param name="url">Where to.</param>
    /// <param name="headers">Further headers.</param>
    public WebhookSender(string watch, Uri url, IReadOnlyDictionary<string, string> headers) => (_watch, _url, _headers) = (watch, url, headers);

    /// <inheritdoc/>
    public async Task<string?> SendAsync(AlertRecord alert, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(alert);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(s_limit);
        using var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = new ByteArrayContent(Body(alert)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach ((string name, string value) in _headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        try
        {
            using HttpResponseMessage response = await _invoker.SendAsync(request, limit.Token);
            return response.StatusCode is >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices ? null : $"status {(int)response.StatusCode}";
        }
        catch (HttpRequestException e)
        {
            // Its message may name the address.
            return $"no connection ({e.HttpRequestError})";
        }
        catch (IOException)
        {
            return "the connection broke";
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return FormattableString.Invariant($"no answer within {s_limit.TotalSeconds} s");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _invoker.Dispose();

    private byte[] Body(AlertRecord alert) => JsonSerializer.SerializeToUtf8Bytes(
        new AlertMessage
        {
            Watch = _watch,
            Status = alert.IsFiring ? "firing" : "resolved",
            Text = AlertText.Of(alert),
            Id = alert.Id,
            At = alert.At,
            Alert = alert.Alert,
            Endpoint = alert.Endpoint,
            Objective = alert.Objective,
            Threshold = alert.Threshold,
            AllowedShare = alert.AllowedShare,
            Windows = alert.Windows,
        },
        AlertJson.Default.AlertMessage);
}
