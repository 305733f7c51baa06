using System.Diagnostics;
using LoadGen.Routing.Admission;
using LoadGen.Routing.Observability.Metrics;
using LoadGen.Routing.Workers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
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
    // What a body and its answer need, beside what is allowed: the client's wishes for the form of the answer.
    private static readonly string[] s_representation = ["Accept", "Content-Type", "Content-Encoding", "Content-Language", "Range", "If-None-Match", "If-Modified-Since"];

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
                    CopyHeaders(context, settings);
                    return default;
                });
            });
        _services = services.BuildServiceProvider();
        var pick = new ProxyPick(fleet, _services.GetRequiredService<IProxyStateLookup>(), metrics, settings.AttemptsMax, settings.Budget);
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

    public async ValueTask DisposeAsync()
    {
        _pools.Dispose();
        await _services.DisposeAsync();
    }

    private static void CopyHeaders(RequestTransformContext context, YarpSettings settings)
    {
        foreach ((string name, string value) in settings.Forwarded(context.HttpContext))
        {
            RequestTransform.AddHeader(context, name, value);
        }

        foreach (string name in s_representation)
        {
            if (context.HttpContext.Request.Headers.TryGetValue(name, out Microsoft.Extensions.Primitives.StringValues values))
            {
                RequestTransform.AddHeader(context, name, values);
            }
        }
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

    /// <summary>The client's header fields that workers get.</summary>
    public required Func<HttpContext, IEnumerable<KeyValuePair<string, string>>> Forwarded { get; init; }

    /// <summary>Connections to workers: limits and trust.</summary>
    public required Action<System.Net.Http.SocketsHttpHandler> ConfigureHandler { get; init; }
}
