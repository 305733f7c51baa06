using LoadGen.Routing.Admin;
using LoadGen.Routing.Health;
using LoadGen.Routing.Observability.Logging;
using LoadGen.Routing.Observability.Tracing;
using LoadGen.Routing.Security;
using LoadGen.Routing.Serving;
using LoadGen.Routing.Settings;
using LoadGen.Serving;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LoadGen.Routing;

/// <summary>
/// A router in front of prefill and decode pools, or of aggregated workers: listens, discovers and probes workers, and serves until it is
/// stopped. See docs/router.md for the way of a request.
/// </summary>
public sealed class Router : IAsyncDisposable
{
    private readonly RouterCore _core;
    private readonly RequestTracing _tracing;
    private readonly AccessLog? _log;
    private readonly AdminApi? _admin;
    private readonly SocketsHttpHandler _adminHandler;
    private readonly KestrelServer _public;
    private readonly KestrelServer? _adminServer;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Discoveries _discoveries;
    private readonly ListenerTls? _tls;

    private Router(RouterSettings settings, RouterEnvironment environment)
    {
        _core = new RouterCore(settings, environment.Seed, environment.Time);
        _tracing = new RequestTracing(settings.ToTracing(environment.Variable), _core.Ids, _core.Metrics);
        _log = environment.AccessLog is { } output ? new AccessLog(output, _core.Metrics) : null;
        _tls = settings.Tls?.Load();
        _public = KestrelListeners.Public(ListenAddress.Parse(settings.Listen), settings.ToClientLimits(), _tls is { } tls ? () => tls : null);
        _adminHandler = HttpProbe.NewHandler();
        settings.WorkerTls.ToTls().ApplyTo(_adminHandler);
        if (settings.Admin is { } admin)
        {
            _admin = new AdminApi(AdminSetup.Parts(_core, admin, environment, _adminHandler));
            _adminServer = KestrelListeners.Admin(ListenAddress.Parse(admin.Listen));
        }

        _discoveries = new Discoveries(_core, environment);
        _core.Tracing = _tracing;
    }

    /// <summary>Its parts, for tests.</summary>
    internal RouterCore Core => _core;

    /// <summary>Where clients connect.</summary>
    public Uri Url => UrlOf(_public, _tls is null ? "http" : "https");

    /// <summary>Where the admin API and <c>/metrics</c> are; null when there is no such listener.</summary>
    public Uri? AdminUrl => _adminServer is null ? null : UrlOf(_adminServer, "http");

    /// <summary>Where workers register themselves; null where they cannot.</summary>
    public System.Net.IPEndPoint? HeartbeatEndpoint => _discoveries.HeartbeatEndpoint;

    /// <summary>A pair has completed a generation, and workers are there.</summary>
    public bool IsReady => _core.Readiness.IsReady;

    /// <summary>Raised when readiness was gained or lost; on whatever thread.</summary>
    public event Action<bool>? ReadyChanged
    {
        add => _core.Readiness.Changed += value;
        remove => _core.Readiness.Changed -= value;
    }

    /// <summary>Raised with one line for whoever runs the router: a worker's health, a name that cannot be looked up.</summary>
    public event Action<string>? Noticed
    {
        add => _discoveries.Noticed += value;
        remove => _discoveries.Noticed -= value;
    }

    /// <summary>Starts a router. It is ready a little later: when a pair has completed a generation.</summary>
    /// <param name="settings">Settings that have been read and checked.</param>
    /// <param name="environment">What it needs of its process.</param>
    /// <param name="cancellation">Stops the start.</param>
    /// <exception cref="RouterException">It cannot listen, or a file it needs is not right.</exception>
    public static async Task<Router> StartAsync(RouterSettings settings, RouterEnvironment environment, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(environment);
        var router = new Router(settings, environment);
        try
        {
            var recorder = new RequestRecorder(router._core.Metrics, router._tracing, router._log, router._core.Ids, environment.Time);
            await ListenAsync(router._public, new PublicApplication(router._core, recorder, router._core.Authorize), settings.Listen, cancellation);
            if (router._adminServer is { } server)
            {
                await ListenAsync(server, new AdminApplication(router._core, router._admin!), settings.Admin!.Listen, cancellation);
            }

            router._discoveries.Start(router._stopping.Token);
            router._core.Start();
            return router;
        }
        catch
        {
            await router.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes other settings, in all that can change while the router runs.</summary>
    /// <returns>The keys that have changed and take effect at the next start only.</returns>
    /// <exception cref="RouterException">A file that they name cannot be used: everything stays as it was.</exception>
    public IReadOnlyList<string> Apply(RouterSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        IReadOnlyList<string> later = RouterSettings.RestartOnlyDifferences(_core.Settings, settings);
        try
        {
            _core.Apply(settings);
        }
        catch (ArgumentException e)
        {
            throw new RouterException(e.Message, e);
        }

        _discoveries.Apply(settings);
        _core.Metrics.ConfigReload(ok: true);
        return later;
    }

    /// <summary>A file that was read again could not be used.</summary>
    public void Refuse() => _core.Metrics.ConfigReload(ok: false);

    /// <summary>Stops taking requests, and waits for those that are under way.</summary>
    /// <param name="now">When it fires, what is still under way is cut off.</param>
    public async Task StopAsync(CancellationToken now)
    {
        _core.Readiness.Close("the router is shutting down");
        _core.Queue.Stop();
        await _public.StopAsync(now);
        await FinishBackgroundAsync(now);
    }

    // Legs outlive their request: an abort that waits for decode's first output, a cache that is fetched to be freed.
    private async Task FinishBackgroundAsync(CancellationToken now)
    {
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        try
        {
            while (_core.Loops.Active > 0)
            {
                await looks.WaitForNextTickAsync(now);
            }
        }
        catch (OperationCanceledException)
        {
            // Time is up: what is left is cut off.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _discoveries.DisposeAsync();
        _public.Dispose();
        _adminServer?.Dispose();
        if (_admin is not null)
        {
            await _admin.DisposeAsync();
        }

        await _core.DisposeAsync();
        _adminHandler.Dispose();
        _tracing.Dispose();
        if (_log is not null)
        {
            await _log.DisposeAsync();
        }

        _stopping.Dispose();
    }

    private static async Task ListenAsync(KestrelServer server, Microsoft.AspNetCore.Hosting.Server.IHttpApplication<HttpContext> application, string where, CancellationToken cancellation)
    {
        try
        {
            await server.StartAsync(application, cancellation);
        }
        catch (Exception e) when (ListenFailure.Is(e))
        {
            throw new RouterException($"cannot listen on {where}: {ListenFailure.Cause(e)}", e);
        }
    }

    private static Uri UrlOf(KestrelServer server, string scheme)
    {
        string address = server.Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var bound = new Uri(address.Replace("//[::]", "//[::1]", StringComparison.Ordinal).Replace("//0.0.0.0", "//127.0.0.1", StringComparison.Ordinal));
        return new UriBuilder(scheme, bound.Host, bound.Port).Uri;
    }
}
