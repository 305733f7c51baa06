using System.Diagnostics;
using LoadGen.Routing.Admission;
using LoadGen.Routing.Observability.Metrics;
using LoadGen.Routing.Observability.Tracing;
using LoadGen.Routing.Workers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Transforms;

namespace LoadGen.Routing.Serving;

/// <summary>YARP without a host: its services, its configuration from the fleet, and one delegate that forwards a request.</summary>
internal sealed class YarpProxy : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly ProxyPools _pools;
    private readonly RequestDelegate _forward;

    /// <param name="fleet">The workers.</param>
    /// <param name="metrics">The counters.</param>
    /// <param name="settings">How it forwards.</param>
    public YarpProxy(Fleet fleet, RouterMetrics metrics, YarpSettings settings)
    {
        _pools = new ProxyPools(fleet, settings.StallTimeout);
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        using var diagnostics = new DiagnosticListener("LoadGen.Routing");
        services.AddSingleton(diagnostics);
        services.AddSingleton<DiagnosticSource>(diagnostics);
        services.AddRouting();
        services.AddSingleton<IProxyConfigProvider>(_pools.Provider);
        services.AddReverseProxy()
            .ConfigureHttpClient((_, handler) => settings.ConfigureHandler(handler))
            .AddTransforms(transforms =>
            {
                transforms.CopyRequestHeaders = false;
                transforms.AddRequestTransform(context =>
                {
                    CopyHeaders(context);
                    return default;
                });
            });

        // YARP asks for these for what is not used here (HTTP.sys, cookies of session affinity): no keys are written to disk for them.
        services.AddSingleton<IServer, NoServer>();
        services.AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
        _services = services.BuildServiceProvider();
        var pick = new ProxyPick(fleet, _services.GetRequiredService<IProxyStateLookup>(), metrics, settings);
        var app = new ApplicationBuilder(_services);
        app.UseRouting();
        app.UseEndpoints(endpoints => endpoints.MapReverseProxy(pipeline =>
        {
            pipeline.Use((http, next) => pick.InvokeAsync(http, next));
            pipeline.UsePassiveHealthChecks();
        }));
        _forward = app.Build();
    }

    /// <summary>Forwards a request. Errors are answered, not thrown.</summary>
    public Task ForwardAsync(HttpContext http)
    {
        http.RequestServices = _services;
        return _forward(http);
    }

    /// <summary>Takes over settings that have changed.</summary>
    public void Refresh() => _pools.Update();

    public async ValueTask DisposeAsync()
    {
        _pools.Dispose();
        await _services.DisposeAsync();
    }

    private static void CopyHeaders(RequestTransformContext context)
    {
        if (context.HttpContext.Features.Get<ForwardedFields>() is not { } forwarded)
        {
            return;
        }

        foreach ((string name, string value) in forwarded.Fields)
        {
            RequestTransform.AddHeader(context, name, value);
        }

        if (forwarded.Leg.Context.TraceId != 0)
        {
            RequestTransform.AddHeader(context, TraceContext.HeaderName, forwarded.Leg.Context.ToString());
        }
    }
}

/// <summary>A server that is none: the router's own Kestrel is outside of YARP's services.</summary>
internal sealed class NoServer : IServer
{
    public IFeatureCollection Features { get; } = new FeatureCollection();

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
    }
}

/// <summary>How YARP forwards; each part is asked for when it is needed, so that it can change while the router runs.</summary>
internal sealed record YarpSettings
{
    /// <summary>Longest silence of a worker.</summary>
    public required Func<TimeSpan> StallTimeout { get; init; }

    /// <summary>Most workers asked for one request.</summary>
    public required Func<int> AttemptsMax { get; init; }

    /// <summary>Bounds how many requests are tried again.</summary>
    public required RetryBudget Budget { get; init; }

    /// <summary>Gives each leg its place in the request's trace.</summary>
    public required Func<RequestTracing?> Tracing { get; init; }

    /// <summary>Connections to workers: limits and trust.</summary>
    public required Action<System.Net.Http.SocketsHttpHandler> ConfigureHandler { get; init; }
}
