using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using LoadGen.Launching.Plans;

namespace LoadGen.Launching.Readiness;

/// <summary>Asks over HTTP, on a connection of its own each time.</summary>
/// <param name="handler">Sends the requests; from <see cref="NewHandler"/>. The probe disposes of it.</param>
/// <param name="time">Measures the limits of single requests.</param>
public sealed class HttpServiceProbe(HttpMessageHandler handler, TimeProvider time) : IServiceProbe, IDisposable
{
    // An engine that compiles kernels answers /health late, not never.
    private static readonly TimeSpan s_askLimit = TimeSpan.FromSeconds(10);

    private readonly HttpMessageInvoker _invoker = new(handler, disposeHandler: true);

    /// <summary>A handler without proxy, cookies and redirects.</summary>
    public static SocketsHttpHandler NewHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = s_askLimit,
    };

    /// <inheritdoc/>
    public async Task<ProbeProblem?> AskAsync(ServiceTarget target, ReadinessStage stage, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(target);
        ReadinessPlan plan = target.Plan;
        using var timer = new CancellationTokenSource(stage == ReadinessStage.Canary ? plan.CanaryLimit : s_askLimit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellation);
        try
        {
            return stage switch
            {
                ReadinessStage.Port => await ConnectAsync(target.Url, both.Token),
                ReadinessStage.Health => (await SendAsync(HttpMethod.Get, target.Url, plan.HealthPath, null, both.Token)).Problem,
                ReadinessStage.Model => await FindModelAsync(target, both.Token),
                _ => await GenerateAsync(target, both.Token),
            };
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new ProbeProblem("it accepts the connection and does not answer", IsSilence: true);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            return new ProbeProblem(e.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _invoker.Dispose();

    private static async Task<ProbeProblem?> ConnectAsync(Uri url, CancellationToken cancellation)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(url.DnsSafeHost, url.Port, cancellation);
        return null;
    }

    private async Task<ProbeProblem?> FindModelAsync(ServiceTarget target, CancellationToken cancellation)
    {
        string path = target.Plan.ModelsPath;
        (string body, ProbeProblem? problem) = await SendAsync(HttpMethod.Get, target.Url, path, null, cancellation);
        if (problem is not null)
        {
            return problem;
        }

        string[]? models = ModelsIn(body);
        return models is null ? new ProbeProblem($"GET {path} answered no list of models")
            : models.Contains(target.Model, StringComparer.Ordinal) ? null
            // A wrong name stays wrong: only an empty list may fill.
            : new ProbeProblem($"GET {path} lists {(models.Length == 0 ? "no model" : string.Join(", ", models))}, not '{target.Model}': is the served model's name right?", IsFinal: models.Length > 0);
    }

    private async Task<ProbeProblem?> GenerateAsync(ServiceTarget target, CancellationToken cancellation)
    {
        string path = target.Plan.CanaryPath;
        (string body, ProbeProblem? problem) = await SendAsync(HttpMethod.Post, target.Url, path, CanaryBody.For(target.Model, path), cancellation);
        return problem ?? (CanaryBody.IsGeneration(body) ? null : new ProbeProblem($"POST {path} answered 200 without a generation"));
    }

    private async Task<(string Body, ProbeProblem? Problem)> SendAsync(HttpMethod method, Uri url, string path, string? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(url, path)) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.ConnectionClose = true;
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using HttpResponseMessage response = await _invoker.SendAsync(request, cancellation);
        string text = await response.Content.ReadAsStringAsync(cancellation);
        int status = (int)response.StatusCode;
        return status is >= 200 and <= 299
            ? (text, null)
            // 404 may be a router's that has yet to learn of its workers; what is wrong with the request itself stays wrong.
            : (text, new ProbeProblem(string.Create(CultureInfo.InvariantCulture, $"{method} {path} answered {status}"), IsFinal: status is 400 or 401 or 403 or 405 or 422));
    }

    private static string[]? ModelsIn(string body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("data", out JsonElement data) && data.ValueKind == JsonValueKind.Array
                ? [.. data.EnumerateArray().Where(model => model.ValueKind == JsonValueKind.Object && model.TryGetProperty("id", out _)).Select(model => model.GetProperty("id").ToString())]
                : null;
        }
        catch (JsonException)
        {
            // Not JSON: not a list either.
            return null;
        }
    }
}
