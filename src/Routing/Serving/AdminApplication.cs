using System.Buffers;
using LoadGen.Routing.Admin;
using LoadGen.Routing.Health;
using LoadGen.Routing.Observability.Metrics;
using LoadGen.Routing.Pairs;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LoadGen.Routing.Serving;

/// <summary>What the admin's listener answers: <c>/admin/…</c>, <c>/metrics</c>, and the router's health.</summary>
internal sealed class AdminApplication(RouterCore core, AdminApi admin) : IHttpApplication<HttpContext>
{
    private readonly HealthEndpoints _health = new(core.Readiness);

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(HttpContext context)
    {
        if (await _health.TryHandleAsync(context))
        {
            return;
        }

        string path = context.Request.Path.Value ?? "";
        if (path == "/metrics")
        {
            await WriteMetricsAsync(context);
        }
        else if (path.StartsWith("/admin/", StringComparison.Ordinal))
        {
            await admin.HandleAsync(context);
        }
        else
        {
            await ErrorReply.WriteAsync(context, new ClientError(404, "not_found", $"no such endpoint: {path}; this listener has /metrics, /health, /ready and /admin/"));
        }
    }

    // Without a token: it tells numbers and workers' addresses to whoever can reach this listener, as Prometheus expects.
    private async Task WriteMetricsAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET";
            await ErrorReply.WriteAsync(context, new ClientError(405, "method_not_allowed", "/metrics takes GET"));
            return;
        }

        var text = new ArrayBufferWriter<byte>(64 * 1024);
        core.Metrics.Write(text, core.Fleet);
        context.Response.ContentType = RouterMetrics.ContentType;
        context.Response.ContentLength = text.WrittenCount;
        await context.Response.Body.WriteAsync(text.WrittenMemory, context.RequestAborted);
    }
}
