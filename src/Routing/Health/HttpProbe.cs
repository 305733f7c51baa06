using System.Globalization;
using System.Net;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Health;

/// <summary>Probes by <c>GET</c>: a status of 200 to 299 is good. The body is not looked at.</summary>
public sealed class HttpProbe : IProbe, IDisposable
{
    private readonly HttpMessageInvoker _invoker;
    private readonly Func<Worker, string?> _pathOf;
    private readonly string _path;

    /// <summary>Creates it.</summary>
    /// <param name="settings">Says the path.</param>
    /// <param name="handler">Sends the requests; from <see cref="NewHandler"/>, with TLS options set where workers need them. The probe disposes of it.</param>
    /// <param name="pathOf">The path for a worker's engine; null, or for a worker null: the one of the settings.</param>
    public HttpProbe(ProbeSettings settings, HttpMessageHandler handler, Func<Worker, string?>? pathOf = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _invoker = new HttpMessageInvoker(handler, disposeHandler: true);
        _path = settings.Path;
        _pathOf = pathOf ?? (static _ => null);
    }

    /// <summary>A handler as probes need it: without proxy, cookies and redirects.</summary>
    public static SocketsHttpHandler NewHandler() => EngineClient.NewHandler();

    /// <inheritdoc/>
    public async Task<ProbeAnswer> AskAsync(Worker worker, CancellationToken timeout)
    {
        ArgumentNullException.ThrowIfNull(worker);
        string path = _pathOf(worker) ?? _path;
        using HttpRequestMessage request = EngineClient.NewRequest(HttpMethod.Get, new Uri(worker.Settings.Url, path));
        try
        {
            using HttpResponseMessage response = await _invoker.SendAsync(request, timeout);
            return Judge(response.StatusCode, path);
        }
        catch (HttpRequestException error)
        {
            return new ProbeAnswer(ProbeVerdict.Failed, null, EngineFailure.Describe(error, worker.Settings.Url));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _invoker.Dispose();

    private static ProbeAnswer Judge(HttpStatusCode status, string path)
    {
        int code = (int)status;
        string? error = code switch
        {
            >= 200 and <= 299 => null,
            404 => $"GET {path} answered 404: is that this engine's health path?",
            401 or 403 => string.Create(CultureInfo.InvariantCulture, $"GET {path} answered {code}: a health path must be open to the router"),
            _ => string.Create(CultureInfo.InvariantCulture, $"GET {path} answered {code}"),
        };
        return new ProbeAnswer(error is null ? ProbeVerdict.Good : ProbeVerdict.Failed, code, error);
    }
}
